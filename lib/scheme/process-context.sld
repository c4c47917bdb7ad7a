;;; (scheme process-context)
(define-library (scheme process-context)
  (import (tiercel primitives) (tiercel kernel))
  (export command-line emergency-exit exit get-environment-variable get-environment-variables))
