;;; A boolean as other languages spell it, and a keyword as yet another does.
;; error T1006
(import (scheme base) (scheme write))
(display (if #yes 1 2))
(display #:key)
