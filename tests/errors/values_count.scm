;; error T3009
(import (scheme base))
(let-values (((a b) (values 1 2 3))) a)
