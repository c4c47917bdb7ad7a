;;; (scheme inexact)
(define-library (scheme inexact)
  (import (tiercel primitives))
  (export acos asin atan cos exp finite? infinite? log nan? sin sqrt tan))
