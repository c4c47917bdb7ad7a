;;; (srfi 8): receive, which binds the values of an expression.
(define-library (srfi 8)
  (import (scheme base))
  (export receive)
  (begin
    ;; (receive formals expression body ...)
    ;; The value of body, in which the variables of formals, which are as in lambda, are bound to the values of expression.
    ;; (receive (q r) (floor/ 7 2) (list q r)) => (3 1)
    ;; (receive (first . rest) (values 1 2 3) rest) => (2 3)
    ;; (receive (a b) 1 a) error T3009
    (define-syntax receive
      (syntax-rules ()
        ((_ formals expression body ...)
         (call-with-values (lambda () expression) (lambda formals body ...)))))))
