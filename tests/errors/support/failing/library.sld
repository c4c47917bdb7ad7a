(define-library (failing library)
  (export answer)
  (import (scheme base))
  (begin (define answer (error "no answer from" 'here))))
