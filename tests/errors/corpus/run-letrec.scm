;;; An internal definition that needs a later one.
;; error T3008
(import (scheme base) (scheme write))
(define (start)
  (define first (+ second 1))
  (define second 1)
  first)
(display (start))
