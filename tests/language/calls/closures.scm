;;; Closures: fixed captures, assigned captures shared by all closures that hold them, deep nesting.
;; proves: C19 O16
(import (scheme base) (scheme write) (scheme cxr))
(define (show x) (write x) (newline))

(define (make-adder n) (lambda (x) (+ x n)))
(show ((make-adder 5) 10))                                 ;; => 15
(define (make-linear a) (lambda (b) (lambda (x) (+ (* a x) b))))
(show (((make-linear 2) 5) 4))                             ;; => 13
(define (make-counter start)
  (let ((n start))
    (lambda (step) (set! n (+ n step)) n)))
(define counter (make-counter 10))
(show (list (counter 2) (counter 3)))                      ;; => (12 15)

(define (make-account)
  (let ((balance 0))
    (list (lambda (x) (set! balance (+ balance x)) balance)
          (lambda () balance)
          (lambda (f) (set! balance (f balance)) balance))))
(define account (make-account))
((car account) 50)
((caddr account) (lambda (b) (* b 3)))
(show ((cadr account)))                                    ;; => 150
(define other (make-account))
(show (list ((cadr other)) ((cadr account))))              ;; => (0 150)

;; One closure per iteration.
(define procedures
  (do ((i 0 (+ i 1)) (all '() (cons (lambda () i) all))) ((= i 4) (reverse all))))
(show (map (lambda (p) (p)) procedures))                   ;; => (0 1 2 3)
(define setters
  (let loop ((i 0) (all '()))
    (if (= i 3) (reverse all)
        (loop (+ i 1) (cons (let ((v i)) (lambda () (set! v (+ v 10)) v)) all)))))
(show (map (lambda (p) (p) (p)) setters))                  ;; => (20 21 22)

(define (nest a) (lambda (b) (lambda (c) (lambda (d) (lambda (e) (list a b c d e))))))
(show (((((nest 1) 2) 3) 4) 5))                            ;; => (1 2 3 4 5)
(define (mutual n)
  (letrec ((even? (lambda (k) (if (= k 0) n (odd? (- k 1)))))
           (odd? (lambda (k) (if (= k 0) (- n) (even? (- k 1))))))
    (list (even? 10) (even? 7) even?)))
(define m (mutual 42))
(show (list (car m) (cadr m) ((caddr m) 3)))               ;; => (42 -42 -42)
(define (compose . fs) (if (null? fs) (lambda (x) x) (lambda (x) ((car fs) ((apply compose (cdr fs)) x)))))
(show ((compose (lambda (x) (* x 2)) (lambda (x) (+ x 1)) car) '(20)))   ;; => 42
(define (y f) ((lambda (x) (x x)) (lambda (x) (f (lambda (n) ((x x) n))))))
(show ((y (lambda (self) (lambda (n) (if (= n 0) 1 (* n (self (- n 1))))))) 10))   ;; => 3628800
(define (range a b) (if (>= a b) '() (cons a (range (+ a 1) b))))
(define (tree n) (if (= n 0) '() (list (tree (- n 1)) n (tree (- n 1)))))
(define (flatten t) (cond ((null? t) '()) ((pair? t) (append (flatten (car t)) (flatten (cdr t)))) (else (list t))))
(show (flatten (tree 3)))                                  ;; => (1 2 1 3 1 2 1)
(show (map (lambda (f) (f 3)) (map (lambda (n) (lambda (x) (* n x))) (range 0 5))))   ;; => (0 3 6 9 12)
(show (apply + (append (range 0 100) (map - (range 0 100)))))                         ;; => 0
