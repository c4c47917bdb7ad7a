;;; (tiercel conditions): what a condition says beyond R7RS's message and irritants.
(define-library (tiercel conditions)
  (import (tiercel primitives))
  (export condition-code condition-kind condition-details condition->string))
