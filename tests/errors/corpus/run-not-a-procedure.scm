;;; A pair of parentheses too many.
;; error T3003
(import (scheme base) (scheme write))
(define (twice x)
  ((* 2 x)))
(display (twice 4))
