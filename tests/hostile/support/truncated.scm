(import (scheme base) (scheme write))
(define (f x)
  (display "abc