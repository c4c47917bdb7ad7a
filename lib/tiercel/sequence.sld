;;; (tiercel sequence): what R7RS leaves out for vectors and bytevectors.
(define-library (tiercel sequence)
  (import (tiercel primitives))
  (export subvector bytevector-fill!))
