;;; (srfi 9): define-record-type.  The form is R7RS's, of which SRFI 9's is a part.
(define-library (srfi 9)
  (import (scheme base))
  (export define-record-type))
