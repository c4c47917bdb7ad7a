;;; A record constructor that names a field which is not there.
;; error T2001
(import (scheme base) (scheme write))
(define-record-type point
  (make-point x why)
  point?
  (x point-x)
  (y point-y))
(display (point-x (make-point 1 2)))
