;;; Which library bodies ran, latest first.
(define-library (r7rs-parts log)
  (export note! noted)
  (import (scheme base))
  (begin (define log '()) (define (note! x) (set! log (cons x log))) (define (noted) log)))
