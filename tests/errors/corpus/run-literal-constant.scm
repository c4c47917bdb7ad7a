;;; A literal string that is changed in place.
;; error T3007
(import (scheme base) (scheme write))
(define name "ann")
(string-set! name 0 #\A)
(display name)
