;;; A library whose name is misspelt.
;; error T2009
(import (scheme base) (scheme wirte))
(display "hello")
