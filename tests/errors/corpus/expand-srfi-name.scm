;;; An SRFI named as a symbol instead of by its number.
;; error T2009
(import (scheme base) (srfi-1))
(display (iota 3))
