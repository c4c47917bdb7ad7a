;;; (srfi 31): rec, an expression that may refer to its own value.
(define-library (srfi 31)
  (import (scheme base))
  (export rec)
  (begin
    ;; (rec name expression)
    ;; (rec (name parameter ...) body ...) -> procedure
    ;; The value of expression, in which name is bound to that value; in the second form, a procedure that its body can
    ;; call by name.
    ;; ((rec (factorial n) (if (= n 0) 1 (* n (factorial (- n 1))))) 5) => 120
    (define-syntax rec
      (syntax-rules ()
        ((_ (name . formals) body ...) (letrec ((name (lambda formals body ...))) name))
        ((_ name expression) (letrec ((name expression)) name))))))
