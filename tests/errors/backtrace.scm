;;; The backtrace names the live frames, innermost first, with their places; tail-called frames are not there.  The calls
;;; go through a table, so that no optimizer may remove a frame.
;; proves: R8
;; error T3001
;; error-text: innermost
;; error-text: middle
;; error-text: outermost
(define (innermost x) (+ 1 (car x)))
(define (middle x) (* 2 ((vector-ref table 0) x)))
(define (outermost x) (list ((vector-ref table 1) x)))
(define table (vector innermost middle outermost))
((vector-ref table 2) 5)
