;;; fib-30: the 30th Fibonacci number.
;;; group: calls
;; proves: C26 O9
;;; native at least: 4 times interp, 50 times walker
;;; built at least: 100 times walker
(import (scheme base) (scheme write))

(define rounds 40)

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

(define (repeat n)
  (if (= n 1)
      (fib 30)
      (begin (fib 30) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 832040
