;;; (srfi 98): environment variables.  The procedures are R7RS's.
(define-library (srfi 98)
  (import (scheme process-context))
  (export get-environment-variable get-environment-variables))
