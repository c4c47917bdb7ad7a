;;; A macro that expands into itself.
;; error T2004
(import (scheme base) (scheme write))
(define-syntax forever
  (syntax-rules ()
    ((_ x) (forever (x)))))
(display (forever 1))
