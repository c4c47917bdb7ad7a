;;; An escape sequence that strings do not have.
;; error T1008
(import (scheme base) (scheme write))
(display "50\% of C:\data")
