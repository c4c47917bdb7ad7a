;;; (tiercel file): what R7RS leaves out for files.
(define-library (tiercel file)
  (import (tiercel primitives))
  (export open-append-file slurp spit))
