;;; Three values for two names.
;; error T3009
(import (scheme base) (scheme write))
(define (parts) (values 1 2 3))
(let-values (((a b) (parts)))
  (display (+ a b)))
