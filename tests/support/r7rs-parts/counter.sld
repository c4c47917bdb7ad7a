;;; A library with state: all its importers share one instance.  `loads` of (r7rs-parts log) tells how often its body ran.
(define-library (r7rs-parts counter)
  (export next! (rename current counter-value) count-with bump-macro)
  (import (scheme base) (r7rs-parts log))
  (begin
    (note! 'counter)
    (define count 0)
    (define (next!) (set! count (+ count 1)) count)
    (define (current) count)
    (define hidden 'hidden)
    (define-syntax count-with (syntax-rules () ((_ f) (f count hidden))))
    (define-syntax bump-macro (syntax-rules () ((_) (set! count (+ count 100)))))))
