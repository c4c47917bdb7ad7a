;;; A library whose macros assign its variable and refer to what it does not export.
(define-library (shapes counting)
  (import (scheme base))
  (export count! counted)
  (begin
    (define count 0)
    (define (note name) (set! names (cons name names)))
    (define names '())
    (define (counted) (list count names))
    (define-syntax count!
      (syntax-rules ()
        ((_ name) (begin (set! count (+ count 1)) (note 'name)))))))
