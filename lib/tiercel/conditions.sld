;;; (tiercel conditions): codes, kinds and texts of conditions.
(define-library (tiercel conditions)
  (import (tiercel primitives))
  (export condition->string condition-code condition-details condition-kind))
