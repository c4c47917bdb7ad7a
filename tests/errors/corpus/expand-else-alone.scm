;;; An else that slipped out of its cond.
;; error T2016
(import (scheme base) (scheme write))
(define (sign n)
  (cond ((< n 0) -1)
        ((= n 0) 0))
  (else 1))
(display (sign 3))
