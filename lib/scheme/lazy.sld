;;; (scheme lazy)
(define-library (scheme lazy)
  (import (tiercel core) (tiercel primitives) (tiercel kernel))
  (export delay delay-force force make-promise promise?))
