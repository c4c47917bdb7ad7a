;;; The core forms and macros of one small program, as the expander hands them to the optimizer.
(import (scheme base))
(define-syntax my-or
  (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(define (first-of t other) (my-or #f t other))
(define (count-down n)
  (define total 0)
  (do ((i n (- i 1))) ((= i 0) total)
    (set! total (+ total i))))
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define (classify x)
  (case x ((1 2) 'low) ((a) => list) (else `(other ,x . ,(guard (e ((string? e) e)) (raise x))))))
(let-values (((a . b) (values 1 2 3))) (parameterize () (list a b)))
