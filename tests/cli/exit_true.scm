;; exit: 0
(import (scheme base) (scheme process-context))
(exit #t)
