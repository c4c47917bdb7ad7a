;;; Binding forms, shadowing, assignment, internal definitions, quasi-quotation, case, do, named let.
;; proves: R7 C14 C12
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(define x 1)
(show (let ((x 2)) x))                                     ;; => 2
(show x)                                                   ;; => 1
(show (let ((x 2) (y x)) (list x y)))                      ;; => (2 1)
(show (let* ((x 2) (y x)) (list x y)))                     ;; => (2 2)
(show (letrec ((even? (lambda (n) (if (zero? n) #t (odd? (- n 1))))) (odd? (lambda (n) (if (zero? n) #f (even? (- n 1)))))) (even? 88)))   ;; => #t
(show (letrec* ((p (lambda (x) (+ 1 (q (- x 1))))) (q (lambda (y) (if (zero? y) 0 (+ 1 (p (- y 1)))))) (x (p 5)) (y x)) y))   ;; => 5
(define outer 0)
(do ((i 0 (+ i 1))) ((= i 10)) (set! outer (+ outer i)))
(show outer)                                               ;; => 45
(define (f a) (define b (* a 2)) (define (g c) (+ b c)) (set! a 100) (list a b (g 1)))
(show (f 5))                                               ;; => (100 10 11)
(show (let () (define a 1) (define (get) a) (set! a 2) (get)))   ;; => 2
(show (let loop ((i 0) (acc '())) (if (= i 5) (reverse acc) (loop (+ i 1) (cons i acc)))))   ;; => (0 1 2 3 4)
(show (do ((vec (make-vector 5)) (i 0 (+ i 1))) ((= i 5) vec) (vector-set! vec i i)))   ;; => #(0 1 2 3 4)
(show (let ((x '(1 3 5 7 9))) (do ((x x (cdr x)) (sum 0 (+ sum (car x)))) ((null? x) sum))))   ;; => 25
(show (case (* 2 3) ((2 3 5 7) 'prime) ((1 4 6 8 9) 'composite)))   ;; => composite
(show (case (car '(c d)) ((a e i o u) 'vowel) ((w y) 'semivowel) (else => (lambda (x) x))))   ;; => c
(show (case 'b ((a) 1) ((b) => (lambda (x) (list x 2))) (else 3)))   ;; => (b 2)
(show (case "a" (("a") 'same) (else 'other)))              ;; => other
(show (cond ((assv 'b '((a 1) (b 2))) => cadr) (else #f))) ;; => 2
(show (cond (3)))                                          ;; => 3
(show (and 1 2 'c '(f g)))                                 ;; => (f g)
(show (list (and) (or) (or #f 2) (and 1 #f)))              ;; => (#t #f 2 #f)
(show (list (when #t 1 2) (unless #f 3 4)))                ;; => (2 4)
(show `(1 ,(+ 1 1) ,@(list 3 4) . 5))                      ;; => (1 2 3 4 . 5)
(show `(1 `(2 ,(3 ,(+ 1 3)))))                             ;; => (1 (quasiquote (2 (unquote (3 4)))))
(show `#(1 ,@(map (lambda (x) (* x x)) '(2 3)) 4))         ;; => #(1 4 9 4)
(show `(a `(b ,(c ,@(list 1 2)))))                         ;; => (a (quasiquote (b (unquote (c 1 2)))))
(define (constant) '(1 2))
(show (eq? (constant) (constant)))                         ;; => #t
(show ((lambda args args) 1 2 3))                          ;; => (1 2 3)
(show ((lambda (a . b) (list a b)) 1 2 3))                 ;; => (1 (2 3))
(define-values (h . t) (values 1 2))
(show (list h t))                                          ;; => (1 (2))
(show (let*-values (((a b) (values 1 2)) ((c) (values (+ a b)))) (list a b c)))   ;; => (1 2 3)
(define count 0)
(define (next!) (set! count (+ count 1)) count)
(show (let* ((a (next!)) (b (next!)) (c (next!))) (list a b c)))   ;; => (1 2 3)
(show (let ((if (lambda (a b c) (list a b c)))) (if 1 2 3)))   ;; => (1 2 3)
(show (let ((define 5)) define))                           ;; => 5
(show ((lambda (list) (apply + list)) '(1 2 3)))           ;; => 6
(define list-copy-of-car car)
(show (let ((car cdr)) (list (car '(1 2)) (list-copy-of-car '(1 2)))))   ;; => ((2) 1)
(show (let loop ((n 3) (k (lambda (x) x))) (if (= n 0) (k '()) (loop (- n 1) (lambda (r) (k (cons n r)))))))   ;; => (3 2 1)
(begin (define in-begin 1) (define in-begin-2 (+ in-begin 1)))
(show in-begin-2)                                          ;; => 2
