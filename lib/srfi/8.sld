;;; (srfi 8): receive, which binds the values of an expression.
(define-library (srfi 8)
  (import (scheme base))
  (export receive)
  (begin
    ;; (receive formals expression body ...) evaluates body with the variables of formals, as in lambda, bound to the
    ;; values of expression.
    (define-syntax receive
      (syntax-rules ()
        ((_ formals expression body ...)
         (call-with-values (lambda () expression) (lambda formals body ...)))))))
