;;; The backtrace names the live frames, innermost first, with their places; tail-called frames are not there.
;; proves: R8
;; options: --opt=1
;; error T3001
;; error-text: innermost
;; error-text: middle
;; error-text: outermost
(define (innermost x) (+ 1 (car x)))
(define (middle x) (* 2 (innermost x)))
(define (outermost x) (list (middle x)))
(outermost 5)
