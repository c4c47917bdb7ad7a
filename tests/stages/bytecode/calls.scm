;;; Calls, tests and arithmetic: where values land.
(import (scheme base) (scheme case-lambda))
(define (f g x y) (g (car x) (g y 1 (+ x y)) 'symbol))
(define (test a b c) (if (and (pair? a) (or (null? b) (not (< c 10)))) (f a b c) (list a b c 1.5 "text")))
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define (move! p) (set-point-x! p (+ (point-x p) (point-y p) 1)) p)
(define many (case-lambda ((a) a) ((a b) (- a b)) ((a . rest) (apply + a rest))))
(define (arithmetic a b) (- (* a b 3) (+ a 1) (- b 2) (- a)))
(define (vectors v i) (vector-set! v i (vector-ref v (+ i 1))) (vector-length v))
