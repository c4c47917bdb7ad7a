;;; (srfi 31): rec, an expression that may refer to its own value.
(define-library (srfi 31)
  (import (scheme base))
  (export rec)
  (begin
    ;; (rec name expression) is the value of expression, in which name is bound to it; (rec (name . formals) body ...) is
    ;; a procedure that its body can call by name.
    (define-syntax rec
      (syntax-rules ()
        ((_ (name . formals) body ...) (letrec ((name (lambda formals body ...))) name))
        ((_ name expression) (letrec ((name expression)) name))))))
