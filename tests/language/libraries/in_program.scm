;;; A library defined in the program itself.
(define-library (local counter)
  (export next)
  (import (scheme base))
  (begin (define n 0) (define (next) (set! n (+ n 1)) n)))
(import (scheme base) (scheme write) (local counter))
(next)
(write (list (next) (next)))
(newline)                                                  ;; => (2 3)
