;;; (scheme write)
(define-library (scheme write)
  (import (tiercel primitives))
  (export display write write-shared write-simple))
