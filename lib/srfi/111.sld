;;; (srfi 111): boxes.
(define-library (srfi 111)
  (import (tiercel primitives))
  (export box box? set-box! unbox))
