;;; Square brackets, as other Lisps use them in let.
;; error T1003
(import (scheme base) (scheme write))
(let ([x 1] [y 2])
  (display (+ x y)))
