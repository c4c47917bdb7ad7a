;;; One closing parenthesis too many, as left behind by moving code.
;; error T1002
(import (scheme base) (scheme write))
(define (double x)
  (* 2 x)))
(display (double 4))
