;;; A block comment that was opened twice and closed once.
;; error T1001
(import (scheme base) (scheme write))
#| a comment with
   #| another one inside
|#
(display "never")
