;;; Numbers and values across calls, continuations, handlers and globals that change: whatever a compiler may guess of their
;;; kind is wrong somewhere here.  What is written is the same in every tier (L7).
;; proves: L7 C5
(import (scheme base) (scheme write) (scheme case-lambda) (srfi 4))
(define (show . x) (for-each (lambda (p) (write p) (display " ")) x) (newline))
(define-syntax try (syntax-rules () ((_ e) (guard (x ((error-object? x) (list 'error (error-object-message x))) (#t x)) e))))
(define-syntax fresh (syntax-rules () ((_ name value) (begin (define name #f) (set! name value)))))
;; floats over known calls: unboxed arguments and results, and what is no float where one was guessed
(define (f x y) (if (< x y) (* x 0.5) (+ y 1.0)))
(define (calls n) (let loop ((i 0) (a 0.25) (b 3.5)) (if (= i n) (list a b) (loop (+ i 1) (f a b) (f b a)))))
(show (calls 0) (calls 1) (calls 2) (calls 9) (f 1 2) (f 1/3 2) (f 2 1/3) (try (f 'a 1)) (try (f 1.5 'b)))
(define (recur x n) (if (= n 0) x (+ 0.5 (recur (* x 2) (- n 1)))))
(show (recur 1 3) (recur 1.5 3) (recur 1/3 3) (try (recur 'x 3)) (recur (expt 10 30) 2))
(define (choose n) (cond ((< n 3) 1) ((< n 6) 2.5) ((< n 9) 'c) (else "d")))
(define (sum-chosen l) (let loop ((l l) (s 0)) (if (null? l) s (loop (cdr l) (+ s (choose (car l)))))))
(show (sum-chosen '(1 2)) (sum-chosen '(1 4 2)) (try (sum-chosen '(1 4 7))) (try (sum-chosen '(10 1))))
;; mutual recursion with changing numbers of arguments and kinds
(define (a x . r) (if (> x 20) (list x r) (apply b x (+ x 1) r)))
(define (b x y . r) (if (> y 25) (list 'b x y r) (a (+ x y) x (* 1.0 y))))
(show (a 1) (a 2 3) (a 21 'z) (b 1 2 3) (try (b 1)) (try (a)))
(define many (case-lambda ((x) (many x 1)) ((x y) (many x y 2.5)) ((x y z) (list x y z)) ((x y z . r) (list x y z r))))
(show (many 1) (many 1 2) (many 1 2 3) (many 1 2 3 4 5 6 7 8 9) (try (many)))
;; values
(define (two n) (if (even? n) (values n 0.5) (values (* n 1.5) 'odd)))
(define (use n) (call-with-values (lambda () (two n)) (lambda (p q) (list q p))))
(define (spin n) (let loop ((i 0) (l '())) (if (= i n) l (let-values (((p q) (two i))) (loop (+ i 1) (cons p l))))))
(show (use 1) (use 2) (spin 5) (try (let-values (((x y z) (two 1))) x)))
;; continuations entered again while floats and fixnums are held in registers
(define (again n) (let ((k #f) (count 0) (x 1.5) (y 10)) (let ((z (call/cc (lambda (c) (set! k c) 0.25)))) (set! count (+ count 1)) (let ((sum (+ x y z count))) (if (< count n) (k (* z 2)) (list sum count z))))))
(show (again 1) (again 3))
(define (yielder l) (define return #f) (define (next) (call/cc (lambda (r) (set! return r) (let loop ((l l) (s 0.5)) (if (pair? l) (begin (call/cc (lambda (k) (set! next (lambda () (call/cc (lambda (r) (set! return r) (k #f))))) (return (+ s (car l))))) (loop (cdr l) (* s 2))) (return 'end)))))) (lambda () (next)))
(define g (yielder '(1 2 3)))
(show (g)) (show (g)) (show (g)) (show (g))
;; handlers that return into the middle
(define (h l) (with-exception-handler (lambda (e) 10.5) (lambda () (let loop ((l l) (s 0)) (if (null? l) s (loop (cdr l) (+ s (if (car l) (car l) (raise-continuable 'hole)))))))))
(show (h '(1 2 3)) (h '(1 #f 3)) (h '(#f 1.5 #f 2)))
;; globals that change their kind, and their procedure
(fresh v 1) (fresh p (lambda (x) (+ x 1)))
(define (bump n) (let loop ((i 0)) (if (< i n) (begin (set! v (p v)) (if (= i 3) (set! p (lambda (x) (* x 0.5)))) (if (= i 5) (set! p (lambda (x) (list x)))) (loop (+ i 1))) v)))
(show (bump 2) (bump 2)) (show (bump 4) (try (bump 3)))
;; closures over assigned variables, shared and in loops
(define (counters n) (let loop ((i 0) (l '())) (if (= i n) l (let ((c (* i 0.5))) (loop (+ i 1) (cons (lambda (d) (set! c (+ c d)) c) l))))))
(define cs (counters 4))
(show (map (lambda (c) (c 1)) cs) (map (lambda (c) (c 1/2)) cs) (map (lambda (c) (c (expt 10 20))) cs))
;; comparisons at the limits of exactness
(define (cmp x y) (list (< x y) (= x y) (> x y) (<= x y) (>= x y) (eqv? x y) (equal? x y) (eq? x x)))
(for-each (lambda (x) (for-each (lambda (y) (show x y (cmp x y))) '(9007199254740993 9007199254740992.0 1152921504606846975 1152921504606846976 1.152921504606847e18 +nan.0 -0.0 0 1/3 0.3333333333333333 +inf.0)))
  '(9007199254740992 9007199254740993 1152921504606846976.0 0 -0.0 +nan.0 1/3 -inf.0))
(define (arith x y) (list (try (+ x y)) (try (- x y)) (try (* x y)) (try (/ x y)) (try (quotient x y)) (try (remainder x y)) (try (modulo x y)) (try (max x y)) (try (min x y)) (try (expt x 3)) (try (inexact x)) (abs x) (- x)))
(for-each (lambda (x) (for-each (lambda (y) (show x y (arith x y))) '(0 1 -1 7 -1152921504606846976 1152921504606846975 2.0 -0.0 1/2)))
  '(0 -1 -1152921504606846976 1152921504606846975 4611686018427387904 2.5 -0.0 -7/2))
