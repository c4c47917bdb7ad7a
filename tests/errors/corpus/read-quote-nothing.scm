;;; A quotation mark before a closing parenthesis.
;; error T1015
(import (scheme base) (scheme write))
(display (list 1 2 '))
