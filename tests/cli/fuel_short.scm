;;; One unit of fuel less than fuel_exact.scm needs.
;; proves: R13
;; error-text: T4005
;; exit: 1
;; options: --fuel=140
(import (scheme base) (scheme write))
(define (f x) (+ x 1))
(define (g n) (if (= n 0) 0 (f (g (- n 1)))))
(define (h l) (let loop ((l l) (n 0)) (if (null? l) n (loop (cdr l) (f n)))))
(g 50) (h '(1 2 3 4 5)) ((lambda (x) (f x)) 1)
(let ((k (lambda (y) (f (f y))))) (k 1))
(call-with-values (lambda () (values 1 2)) (lambda (a b) (f a)))
(define-values (p q) (values 1 2))
(do ((i 0 (+ i 1))) ((= i 10)) (f i))
