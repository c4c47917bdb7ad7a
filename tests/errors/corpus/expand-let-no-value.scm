;;; A binding of let without a value.
;; error T2001
(import (scheme base) (scheme write))
(let ((x 1) (y))
  (display (+ x y)))
