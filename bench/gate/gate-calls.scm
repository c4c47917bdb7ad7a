;;; gate-calls: a small fib, for counting instructions.
;;; group: calls
(import (scheme base) (scheme write))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(write (fib 20))
(newline)
;; => 6765
