;;; Calls with 0 to 300 arguments, fixed and rest parameters, and apply of 100,000.
;; proves: R1 C20
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(define (iota-from a n) (let loop ((i (- n 1)) (r '())) (if (< i 0) r (loop (- i 1) (cons (+ a i) r)))))
(define (sum l) (let loop ((l l) (s 0)) (if (null? l) s (loop (cdr l) (+ s (car l))))))

(define (f4 a b c d) (list d c b a))
(show (f4 1 2 3 4))                                        ;; => (4 3 2 1)
(define (f5 a b c d e) (list e d c b a))
(show (apply f5 1 2 '(3 4 5)))                             ;; => (5 4 3 2 1)
(define (f10 a b c d e f g h i j) (- a b c d e f g h i j))
(show (f10 1 2 3 4 5 6 7 8 9 10))                          ;; => -53

;; A procedure with exactly n parameters and its call, for many n, through eval-free macros.
(define-syntax with-counts
  (syntax-rules ()
    ((_ (p ...) (v ...)) (list ((lambda (p ...) (+ p ...)) v ...) (apply (lambda (p ...) (+ p ...)) (list v ...))))))
(show (with-counts (a b c d e f g h i j k l m n o p) (1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16)))   ;; => (136 136)

(define (count . all) (length all))
(define (tail a b c . all) (list a b c (length all)))
(do ((n 0 (if (< n 75) (+ n 1) (+ n 25)))) ((> n 300))
  (if (not (= n (apply count (iota-from 0 n)))) (begin (display "count fails at ") (show n)))
  (if (not (= (sum (iota-from 0 n)) (apply + (iota-from 0 n)))) (begin (display "sum fails at ") (show n)))
  (if (>= n 3)
      (if (not (equal? (list 0 1 2 (- n 3)) (apply tail (iota-from 0 n)))) (begin (display "tail fails at ") (show n)))))
(show (apply tail (iota-from 0 66)))                       ;; => (0 1 2 63)
(show (apply tail (iota-from 0 67)))                       ;; => (0 1 2 64)
(show (apply tail (iota-from 0 68)))                       ;; => (0 1 2 65)
(show (apply list (iota-from 0 70)))
;; => (0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69)
;; Made by primitives, since a loop of so many polls would take minutes under --gc-stress.
(define many (vector->list (make-vector 100000 3)))
(show (apply count many))                                  ;; => 100000
(show (apply + many))                                      ;; => 300000
(show (apply max (iota-from 0 1000)))                      ;; => 999
(show (vector-length (apply vector many)))                 ;; => 100000

;; Arguments are evaluated exactly once, and nested calls do not disturb those already evaluated.
(define (g a b c d e f g h) (list a b c d e f g h))
(define (id x) x)
(show (g (id 1) (g 1 2 3 4 5 6 7 8) (id 3) (apply g '(a b c d e f g h)) (id 5) (id 6) (id 7) (id 8)))
;; => (1 (1 2 3 4 5 6 7 8) 3 (a b c d e f g h) 5 6 7 8)
(define deep (lambda (a b c d . r) (if (null? r) (list a b c d) (apply deep r))))
(show (deep 1 2 3 4 5 6 7 8 9 10 11 12))                   ;; => (9 10 11 12)
