;;; A procedure of the program called with an argument too few.
;; error T3004
(import (scheme base) (scheme write))
(define (power base exponent)
  (if (= exponent 0) 1 (* base (power base (- exponent 1)))))
(define (square x) (power x))
(display (square 5))
