;;; Re-exports, include, cond-expand, include-library-declarations.
(define-library (shapes all)
  (export area included which)
  (import (scheme base) (shapes square))
  (include "extra.scm")
  (cond-expand
    ((and (library (scheme base)) (not (library (no such library)))) (begin (define which 'first)))
    (else (begin (define which 'second)))))
