;;; A binding of let without its parentheses.
;; error T2001
(import (scheme base) (scheme write))
(let (x 1)
  (display x))
