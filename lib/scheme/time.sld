;;; (scheme time)
(define-library (scheme time)
  (import (tiercel primitives))
  (export current-jiffy current-second jiffies-per-second))
