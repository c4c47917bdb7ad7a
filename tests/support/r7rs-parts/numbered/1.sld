;;; A library whose name holds an exact integer.
(define-library (r7rs-parts numbered 1)
  (export one)
  (import (only (scheme base) define quote))
  (begin (define one 'numbered)))
