;;; fib-20: the 20th Fibonacci number, 1,000 times.
;;; group: calls
;;; native at least: 3 times interp, 10 times walker
(import (scheme base) (scheme write))

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(define (repeat n total)
  (if (= n 0)
      total
      (repeat (- n 1) (+ total (fib 20)))))

(write (repeat 1000 0))
(newline)
;; => 6765000
