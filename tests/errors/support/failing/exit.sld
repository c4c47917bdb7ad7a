(define-library (failing exit)
  (export answer)
  (import (scheme base) (scheme process-context))
  (begin (define answer (exit 3))))
