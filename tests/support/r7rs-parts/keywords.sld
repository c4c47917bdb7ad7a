;;; Exports syntax under another name, and auxiliary syntax.
(define-library (r7rs-parts keywords)
  (export (rename if whether) (rename else otherwise) (rename my-cond choose) arrow-test)
  (import (scheme base))
  (begin
    (define-syntax my-cond
      (syntax-rules (else) ((_ (else e)) e) ((_ (c e) clause ...) (if c e (my-cond clause ...)))))
    (define-syntax arrow-test (syntax-rules (=>) ((_ =>) 'arrow) ((_ x) 'other)))))
