;;; eval in environments made of import sets.
(import (scheme base) (scheme eval) (scheme write) (scheme repl))
(define (show x) (write x) (newline))
(show (eval '(* 7 3) (environment '(scheme base))))        ;; => 21
(show (let ((f (eval '(lambda (f x) (f x x)) (environment '(scheme base))))) (f + 10)))   ;; => 20
(show (guard (e (#t 'unbound)) (eval '(display 1) (environment '(scheme base)))))   ;; => unbound
(show (eval '(let-syntax ((m (syntax-rules () ((_ x) (list x x))))) (m 1)) (environment '(scheme base))))   ;; => (1 1)
