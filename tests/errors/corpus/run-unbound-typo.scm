;;; A misspelt name: run warns and goes on until it is reached.
;; error T3002
(import (scheme base) (scheme write))
(define (greet name)
  (display "hello, ")
  (dispaly name)
  (newline))
(greet "world")
