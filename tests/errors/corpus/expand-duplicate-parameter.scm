;;; A parameter that is named twice.
;; error T2007
(import (scheme base) (scheme write))
(define (move x y x)
  (list x y))
(display (move 1 2 3))
