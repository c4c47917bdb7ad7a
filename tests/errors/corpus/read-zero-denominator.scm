;;; A fraction written with the denominator zero.
;; error T1014
(import (scheme base) (scheme write))
(display (+ 1/2 3/0))
