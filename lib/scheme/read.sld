;;; (scheme read)
(define-library (scheme read)
  (import (tiercel primitives))
  (export read))
