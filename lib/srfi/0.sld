;;; (srfi 0): cond-expand.  The form is R7RS's, which knows every feature that SRFI 0 names: `srfi-N` for each SRFI that
;;; the image holds.
(define-library (srfi 0)
  (import (scheme base))
  (export cond-expand))
