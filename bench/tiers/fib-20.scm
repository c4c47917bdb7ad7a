;;; fib-20: the 20th Fibonacci number.
;;; group: calls
;;; native at least: 4 times interp, 50 times walker
;;; built at least: 100 times walker
(import (scheme base) (scheme write))

(define rounds 4000)

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(define (repeat n)
  (if (= n 1)
      (fib 20)
      (begin (fib 20) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 6765
