;;; Parameters: converters, nesting, escapes, re-entry.
;; proves: R11
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(define radix (make-parameter 10 (lambda (x) (if (and (exact-integer? x) (<= 2 x 16)) x (error "invalid radix")))))
(define (f n) (number->string n (radix)))
(show (list (f 12) (parameterize ((radix 2)) (f 12)) (f 12)))   ;; => ("12" "1100" "12")
(show (guard (e (#t (error-object-message e))) (parameterize ((radix 0)) (f 12))))   ;; => "invalid radix"
(show (f 12))                                              ;; => "12"
(define a (make-parameter 1))
(define b (make-parameter 2 (lambda (x) (* x 10))))
(show (list (a) (b)))                                      ;; => (1 20)
(show (parameterize ((a 5) (b 6)) (list (a) (b) (parameterize ((a 7)) (list (a) (b))) (a))))   ;; => (5 60 (7 60) 5)
(show (call/cc (lambda (k) (parameterize ((a 99)) (k (a))))))   ;; => 99
(show (a))                                                 ;; => 1
(define k #f)
(define n 0)
(define seen '())
(parameterize ((a 'inside)) (call/cc (lambda (c) (set! k c))) (set! seen (cons (a) seen)))
(set! n (+ n 1))
(if (< n 3) (k #f))
(show (list seen (a)))                                     ;; => ((inside inside inside) 1)
(define (count-with n) (if (= n 0) (a) (parameterize ((a n)) (count-with (- n 1)))))
(show (list (count-with 500) (a)))                         ;; => (1 1)
(show (map (lambda (x) (parameterize ((a x)) ((lambda () (+ (a) 1))))) '(1 2 3)))   ;; => (2 3 4)
