;;; (srfi 23): error.  The procedure is R7RS's.
(define-library (srfi 23)
  (import (scheme base))
  (export error))
