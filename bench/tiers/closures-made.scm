;;; closures-made: adders, composed, kept and called, 5 million times.
;;; group: closures
;;; native at least: 2 times interp
(import (scheme base) (scheme write))

(define (make-adder n) (lambda (x) (+ x n)))

(define (compose f g) (lambda (x) (f (g x))))

(define kept #f)

(define (repeat n total)
  (if (= n 0)
      total
      (begin
        (set! kept (compose (make-adder n) (make-adder 1)))
        (repeat (- n 1) (kept total)))))

(write (repeat 5000000 0))
(newline)
;; => 12500007500000
