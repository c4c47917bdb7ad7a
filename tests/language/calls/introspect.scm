;;; What procedures tell about themselves; closures hold their captures in fixed order.
;; proves: C18 R7
(import (scheme base) (scheme write) (scheme case-lambda) (tiercel introspect))
(define (show x) (write x) (newline))

;; Called through a vector, so that nothing is inlined away.
(define makers
  (vector (lambda (a b) (lambda (x) (+ (* a x) b)))
          (lambda () (lambda (x) x))))
(define make-linear (vector-ref makers 0))
(define make-identity (vector-ref makers 1))
(define line (make-linear 2 5))
(show (line 10))                                           ;; => 25
(show (fn/captures line))                                  ;; => (2 5)
(show (fn/capture-names line))                             ;; => (a b)
(show (fn/captures (make-linear 3 4)))                     ;; => (3 4)
(show (fn/captures (make-identity)))                       ;; => ()
(show (eq? (make-identity) (make-identity)))               ;; => #t

(define (two a b) (list a b))
(define many (case-lambda ((a) 1) ((a b . c) 2)))
(show (fn/name two))                                       ;; => two
(show (fn/arity two))                                      ;; => ((2 . #f))
(show (fn/arity many))                                     ;; => ((1 . #f) (2 . #t))
(show (fn/arity list))                                     ;; => ((0 . #t))
(show (fn/tier car))                                       ;; => primitive

(define procedures (vector (lambda (n) (do ((i 0 (+ i 1)) (s 0 (+ s i))) ((= i n) s)))))
(define counted (vector-ref procedures 0))
(show (list (counted 10) (counted 20)))                    ;; => (45 190)
(show (>= (fn/calls counted) 0))                           ;; => #t
(show (>= (fn/loops counted) 0))                           ;; => #t
(show (fn/bytecode car))                                   ;; => #f
(define source (fn/source counted))
(show (and (string? (car source)) (apply < (cdr source))))   ;; => #t
