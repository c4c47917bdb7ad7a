;;; (scheme complex)
(define-library (scheme complex)
  (import (tiercel primitives))
  (export angle imag-part magnitude make-polar make-rectangular real-part))
