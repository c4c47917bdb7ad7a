;;; A reference to a datum label that was never defined.
;; error T1010
(import (scheme base) (scheme write))
(write '(#0=(a b) #1#))
