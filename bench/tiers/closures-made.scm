;;; closures-made: adders, composed, kept and called.
;;; group: closures
;;; native at least: 1.5 times interp
(import (scheme base) (scheme write))

(define rounds 20000000)

(define (make-adder n) (lambda (x) (+ x n)))

(define (compose f g) (lambda (x) (f (g x))))

(define kept #f)

(define (call-composed n)
  (set! kept (compose (make-adder n) (make-adder 1)))
  (kept 40))

(define (repeat n)
  (if (= n 1)
      (call-composed n)
      (begin (call-composed n) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 42
