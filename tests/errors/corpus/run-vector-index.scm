;;; An index that counts from one.
;; error T3005
(import (scheme base) (scheme write))
(define (last v)
  (vector-ref v (vector-length v)))
(display (last (vector 1 2 3)))
