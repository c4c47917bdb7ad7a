;;; The end of a list that the recursion does not test for.
;; error T3001
(import (scheme base) (scheme write))
(define (sum l)
  (+ (car l) (sum (cdr l))))
(display "sum: ")
(display (sum '(1 2 3)))
