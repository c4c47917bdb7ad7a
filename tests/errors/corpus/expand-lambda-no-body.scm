;;; A procedure without a body.
;; error T2001
(import (scheme base) (scheme write))
(define f (lambda (x)))
(display (f 1))
