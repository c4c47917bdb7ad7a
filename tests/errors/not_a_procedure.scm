;; error T3003
;; error-text: 3
(import (scheme base))
((+ 1 2) 4)
