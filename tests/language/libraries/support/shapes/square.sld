;;; A library with hidden helpers, a renamed export, a macro that uses a hidden helper, and state.
(define-library (shapes square)
  (export area (rename side-of side) define-square bump! counter)
  (import (scheme base))
  (begin
    (define (helper x) (* x x))
    (define (area s) (helper s))
    (define (side-of s) (list 'side s))
    (define count 0)
    (define (bump!) (set! count (+ count 1)) count)
    (define (counter) count)
    (define-syntax define-square
      (syntax-rules () ((_ name value) (define name (helper value)))))))
