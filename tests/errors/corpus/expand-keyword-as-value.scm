;;; A macro passed as if it were a procedure.
;; error T2005
(import (scheme base) (scheme write))
(display (apply and '(#t #f)))
