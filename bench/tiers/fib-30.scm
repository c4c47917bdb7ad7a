;;; fib-30: the 30th Fibonacci number, ten times.
;;; group: calls
;;; native at least: 4 times interp, 10 times walker
(import (scheme base) (scheme write))

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(define (repeat n)
  (if (= n 1)
      (fib 30)
      (begin (fib 30) (repeat (- n 1)))))

(write (repeat 10))
(newline)
;; => 832040
