;;; (srfi 39): parameter objects.  The names are R7RS's; that a parameter called with an argument takes it as its value
;;; goes for every parameter.
(define-library (srfi 39)
  (import (scheme base))
  (export make-parameter parameterize))
