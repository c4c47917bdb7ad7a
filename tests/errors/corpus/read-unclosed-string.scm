;;; A string without its closing quotation mark swallows the rest of the file.
;; error T1001
(import (scheme base) (scheme write))
(display "hello, world)
(newline)
