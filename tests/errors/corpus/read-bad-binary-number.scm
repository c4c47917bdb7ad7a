;;; A digit that the radix does not have.
;; error T1004
(import (scheme base) (scheme write))
(define mask #b1012)
(display mask)
