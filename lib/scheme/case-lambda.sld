;;; (scheme case-lambda)
(define-library (scheme case-lambda)
  (import (tiercel core))
  (export case-lambda))
