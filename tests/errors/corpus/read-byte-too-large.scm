;;; A bytevector literal with an element that is no byte.
;; error T1011
(import (scheme base) (scheme write))
(write #u8(10 200 300))
