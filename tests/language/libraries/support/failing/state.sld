;;; Counts how often the body of (failing first-time) has begun.
(define-library (failing state)
  (export next-time)
  (import (scheme base))
  (begin
    (define times 0)
    (define (next-time) (set! times (+ times 1)) times)))
