;;; Multiple values in every place that takes them.
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(show (call-with-values (lambda () (values 4 5)) (lambda (a b) b)))   ;; => 5
(show (call-with-values * -))                              ;; => -1
(show (let-values (((a b) (values 1 2)) ((c) (values 3)) (d (values 4 5)) ((e . f) (values 6 7 8))) (list a b c d e f)))
;; => (1 2 3 (4 5) 6 (7 8))
(show (let*-values (((a b) (values 1 2)) ((x y) (values a (+ a b)))) (list a b x y)))   ;; => (1 2 1 3)
(define-values (p q . r) (values 1 2 3 4))
(show (list p q r))                                        ;; => (1 2 (3 4))
(define-values all (values 1 2 3))
(show all)                                                 ;; => (1 2 3)
(define-values (x y) (exact-integer-sqrt 17))
(show (list x y))                                          ;; => (4 1)
(define (body) (define-values (u v) (values 10 20)) (define w 30) (list u v w))
(show (body))                                              ;; => (10 20 30)
(show (call-with-values (lambda () (values)) list))        ;; => ()
(show (call-with-values (lambda () (apply values '(1 2 3 4 5 6 7 8 9 10))) list))   ;; => (1 2 3 4 5 6 7 8 9 10)
(define (iota-from a n) (if (= n 0) '() (cons a (iota-from (+ a 1) (- n 1)))))
(show (call-with-values (lambda () (apply values (iota-from 0 100))) +))   ;; => 4950
(define (many n) (if (= n 0) (values 1 2 3) (many (- n 1))))
(show (let-values (((a b c) (many 1000))) (+ a b c)))      ;; => 6
(show (call-with-values (lambda () (if #t (values 1 2) 3)) list))   ;; => (1 2)
(define (swap a b) (values b a))
(show (let loop ((i 0) (a 1) (b 2)) (if (= i 5) (list a b) (let-values (((a b) (swap a b))) (loop (+ i 1) a b)))))   ;; => (2 1)
(show (begin (values 1) 2))                                ;; => 2
(show (values 'single))                                    ;; => single
(begin (values 1 2 3) (show 'ignored))                     ;; => ignored
(show (call-with-values (lambda () 7) (lambda x x)))       ;; => (7)
