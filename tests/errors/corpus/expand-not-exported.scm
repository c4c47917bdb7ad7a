;;; A name that the library does not export, though a similar one.
;; error T2011
(import (scheme base) (only (scheme char) char-upcase char-downcse))
(char-upcase #\a)
