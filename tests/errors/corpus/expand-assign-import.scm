;;; An assignment to a name that is imported.
;; error T2006
(import (scheme base) (scheme write))
(set! car cdr)
(display (car '(1 2)))
