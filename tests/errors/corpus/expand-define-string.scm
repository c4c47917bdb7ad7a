;;; A definition whose name is a string.
;; error T2001
(import (scheme base) (scheme write))
(define "greeting" "hello")
(display greeting)
