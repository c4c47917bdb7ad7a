;;; fibonacci_30: 1.3 million calls that do nearly nothing else.
;; proves: R9
;;; group: calls
(import (scheme base) (scheme write))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(write (fib 30))
(newline)
;; => 832040
