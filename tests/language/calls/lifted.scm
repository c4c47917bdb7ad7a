;;; Procedures that are only called, and mention variables of their surroundings: in every shape in which they need them.
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))

;; Not in tail position, so no loop; one variable, several, none.
(define (powers n k) (let build ((i 0)) (if (= i n) '() (cons (* k i) (build (+ i 1))))))
(show (powers 4 3))                                             ;; => (0 3 6 9)
(define (grid n a b) (let build ((i 0)) (if (= i n) '() (cons (list a i b) (build (+ i 1))))))
(show (grid 2 'x 'y))                                           ;; => ((x 0 y) (x 1 y))
(define (too-many a b c d e) (let build ((i 0)) (if (= i 2) '() (cons (list a b c d e i) (build (+ i 1))))))
(show (too-many 1 2 3 4 5))                                     ;; => ((1 2 3 4 5 0) (1 2 3 4 5 1))

;; Two that call each other and need different variables; one needs what the other needs.
(define (mutual n a b)
  (define (even-ones i) (if (= i 0) (list a) (cons a (odd-ones (- i 1)))))
  (define (odd-ones i) (if (= i 0) (list b) (cons b (even-ones (- i 1)))))
  (cons (even-ones n) (odd-ones n)))
(show (mutual 2 'a 'b))                                         ;; => ((a b a) b a b)

;; One inside the other: what the inner one needs is a parameter of the outer one, or beyond both.
(define (nested k)
  (define (outer i)
    (define (inner j) (if (= j 0) '() (cons (+ i j k) (inner (- j 1)))))
    (if (= i 0) '() (cons (inner i) (outer (- i 1)))))
  (cons (outer 2) (outer 1)))
(show (nested 10))                                              ;; => (((14 13) (12)) (12))

;; Called from inside closures, which then hold what it needs.
(define (from-closures k)
  (define (add x) (if (= x 0) k (+ 1 (add (- x 1)))))
  (list (map (lambda (x) (add x)) '(1 2)) ((lambda (y) (+ (add y) (add (+ y 1)))) 3)))
(show (from-closures 100))                                      ;; => ((101 102) 207)
(define (escaping k)
  (define (add x) (if (= x 0) k (+ 1 (add (- x 1)))))
  (define (twice f) (lambda (x) (f (f x))))
  ((twice add) 3))
(show (escaping 1))                                             ;; => 5

;; It needs a closure, an assigned variable, a variable of the same name.
(define (needs-closure f k)
  (define (apply-all l) (if (null? l) '() (cons (f (car l)) (apply-all (cdr l)))))
  (set! k (+ k 1))
  (define (count l) (if (null? l) k (+ 1 (count (cdr l)))))
  (list (apply-all '(1 2)) (count '(a b))))
(show (needs-closure (lambda (x) (* x x)) 5))                   ;; => ((1 4) 8)
(define (same-name x)
  (define (f y) (if (= y 0) (list x) (let ((x (* x 2))) (cons x (f (- y 1))))))
  (let ((x 100)) (cons x (f 2))))
(show (same-name 1))                                            ;; => (100 2 2 1)

;; Bound by let, called in several places, too large to be copied.
(define (bound-by-let k)
  (let ((describe (lambda (x) (cond ((< x k) (list 'below x k (- k x))) ((= x k) (list 'at x k 0)) (else (list 'above x k (- x k)))))))
    (list (describe 1) (describe k) (describe 9))))
(show (bound-by-let 5))                                         ;; => ((below 1 5 4) (at 5 5 0) (above 9 5 4))

;; A continuation that comes back finds every call with what it had.
(define again #f)
(define times 0)
(define (entered k)
  (define (walk l) (if (null? l) '() (cons (+ k (call/cc (lambda (c) (if (= (car l) 2) (set! again c)) (car l)))) (walk (cdr l)))))
  (walk '(1 2 3)))
(let ((result (entered 10)))
  (show result)                                                 ;; => (11 12 13)
  (set! times (+ times 1))                                      ;; => (11 60 13)
  (if (< times 2) (again 50)))

;; Wrong numbers of arguments are errors as ever.
(define (wrong k) (define (f x) (if (= x 0) k (f))) (f 1))
(show (guard (e ((error-object? e) 'refused)) (wrong 1)))       ;; => refused
