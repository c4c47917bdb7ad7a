;;; fib: doubly recursive Fibonacci numbers.  Measures calls and fixnum arithmetic.
;;; group: calls
(import (scheme base) (scheme write))

(define (fib n)
  (if (< n 2)
      n
      (+ (fib (- n 1)) (fib (- n 2)))))

(write (fib 42))
(newline)
;; => 267914296
