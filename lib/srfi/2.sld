;;; (srfi 2): and-let*, a chain of tests with local bindings.
(define-library (srfi 2)
  (import (scheme base))
  (export and-let*)
  (begin
    ;; (and-let* (clause ...) body ...)
    ;; Evaluates the clauses in order and stops with #f at the first that is false.  A clause is (name expression), whose
    ;; value the rest sees as name; (expression); or the name of a variable.  The value is that of the body, without a
    ;; body that of the last clause, and #t if there is neither.
    ;; (and-let* ((entry (assq 'b '((a . 1) (b . 2)))) ((even? (cdr entry)))) (cdr entry)) => 2
    ;; (and-let* ((entry (assq 'c '((a . 1))))) (cdr entry)) => #f
    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () . body) (let () . body))
        ((_ ((expression))) expression)
        ((_ ((name expression))) (let ((name expression)) name))
        ((_ ((expression) . clauses) . body)
         (if expression (and-let* clauses . body) #f))
        ((_ ((name expression) . clauses) . body)
         (let ((name expression)) (if name (and-let* clauses . body) #f)))
        ((_ ((first . rest) . clauses) . body)
         (syntax-error "and-let*: a clause is (name expression), (expression) or a name, found" (first . rest)))
        ((_ (name)) name)
        ((_ (name . clauses) . body)
         (if name (and-let* clauses . body) #f))))))
