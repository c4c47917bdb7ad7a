;; exit: 1
(import (scheme base) (scheme process-context))
(exit #f)
