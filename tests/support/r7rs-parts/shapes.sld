;;; Every kind of library declaration, in mixed order.
(define-library (r7rs-parts shapes)
  (export point point? point-x (rename point-y y-of) set-point-x! from-include from-include-ci chosen four-of)
  (import (scheme base))
  (include "shapes-part.scm")
  (export late values-a values-b)
  (include-ci "shapes-ci.scm")
  (include-library-declarations "shapes-declarations.scm")
  (cond-expand
    (no-such-feature (begin (define chosen 'wrong)))
    ((and r7rs (library (scheme base)) (not (library (no such)))) (begin (define chosen 'right)))
    (else (begin (define chosen 'else))))
  (begin
    (define late 'late)
    (define-values (values-a . values-b) (values 1 2 3))))
