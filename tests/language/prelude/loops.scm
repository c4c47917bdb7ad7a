;;; while, for, each, break and continue.
;; proves: E4
(define (show x) (write x) (newline))
(let ((i 0)) (while (< i 3) (display i) (set! i (+ i 1))) (newline)) ;; => 012
(show (while #f 1))                                         ;; => nil
(show (let ((i 0)) (while (< i 3) (set! i (+ i 1)))))       ;; => nil
(show (let ((i 0)) (while #t (set! i (+ i 1)) (when (> i 5) (break i))))) ;; => 6
(show (let ((i 0) (l '())) (while (< i 10) (set! i (+ i 1)) (when (odd? i) (continue)) (set! l (cons i l))) l)) ;; => (10 8 6 4 2)
(show (while #t (break)))                                   ;; => nil
;; for: up, down, by a computed step, by fractions
(for (i 0 5) (display i)) (newline)                         ;; => 01234
(for (i 5 0 -2) (display i)) (newline)                      ;; => 531
(let ((s 2)) (for (i 0 7 s) (display i))) (newline)         ;; => 0246
(let ((s -0.5)) (for (i 1 0 s) (display i))) (newline)      ;; => 10.5
(for (i 0 1 1/4) (display i)) (newline)                     ;; => 01/41/23/4
(for (i 3 3) (display "never")) (newline)                   ;; => 
(show (for (i 0 3) i))                                      ;; => nil
(show (for (i 0 10) (if (= i 3) (break 'three))))           ;; => three
(for (i 0 6) (cond ((= i 1) (continue)) ((= i 4) (break)) (else (display "x"))) (display i)) (newline) ;; => x0x2x3
;; each round has its own variable, which may be assigned
(show (let ((fs '())) (for (i 0 3) (set! fs (cons (lambda () i) fs))) (map (lambda (f) (f)) fs))) ;; => (2 1 0)
(for (i 0 3) (set! i (* i 10)) (display i)) (newline)       ;; => 01020
;; bounds are evaluated once
(let ((n 3)) (for (i 0 n) (set! n 10) (display i))) (newline) ;; => 012
;; a body may have definitions and defer
(for (i 0 3) (define y (* i i)) (display y)) (newline)      ;; => 014
(for (i 0 5) (defer (display "|")) (if (= i 2) (break)) (display i)) (newline) ;; => 0|1||
;; each over every kind of sequence
(each x '(1 2 3) (display x)) (newline)                     ;; => 123
(each x #(1 2 3) (display x)) (newline)                     ;; => 123
(each x "abc" (write x)) (newline)                          ;; => #\a#\b#\c
(each x #u8(1 2 3) (display x)) (newline)                   ;; => 123
(each x '() (display "never")) (newline)                    ;; => 
(each x nil (display "never")) (newline)                    ;; => 
(define (numbers n) (let ((i 0)) (lambda () (set! i (+ i 1)) (if (> i n) (eof-object) i))))
(each x (numbers 4) (display x)) (newline)                  ;; => 1234
(each (k v) '((a . 1) (b . 2)) (display k) (display v)) (newline) ;; => a1b2
(show (each x '(1 2 3) x))                                  ;; => nil
;; break and continue in each
(each x '(1 2 3) (when (= x 2) (continue)) (display x)) (newline) ;; => 13
(show (each x '(1 2 3) (when (= x 2) (break (* x 10))) (display x))) ;; => 120
(show (each x #(1 2 3) (when (= x 2) (break (* x 10))) (display x))) ;; => 120
(show (each x (numbers 9) (when (= x 3) (break x))))        ;; => 3
(show (each x "abc" (if (eqv? x #\b) (break x))))           ;; => #\b
(show (each x #u8(5 6 7) (if (= x 6) (break x))))           ;; => 6
(show (each (k v) '((a . 1) (b . 2)) (if (eq? k 'b) (break v)))) ;; => 2
;; break #f and break nil are values, too
(show (list (each x '(1 2) (break #f)) (while #t (break nil)) (each x #(1) (break '())))) ;; => (#f nil ())
;; the innermost loop is meant
(for (i 0 3) (for (j 0 3) (if (= j 1) (break)) (display (list i j))) (display i)) (newline) ;; => (0 0)0(1 0)1(2 0)2
(show (let ((n 0)) (while #t (while #t (set! n (+ n 1)) (break)) (if (= n 3) (break n))))) ;; => 3
;; statements of all kinds around the jumps
(show (for (i 0 4) (let ((j (* i 2))) (if (= j 4) (break (list i j)) nil)) (case i ((0) (continue)) ((1) (display "one"))))) ;; => one(2 4)
(show (for (i 0 9) (begin (if (= i 1) (continue)) (if (= i 3) (break i))) (define k i) (display k))) ;; => 023
(show (for (i 0 9) (let loop ((j 0)) (if (< j i) (loop (+ j 1)) (when (= j 2) (break (list 'j j))))))) ;; => (j 2)
(show (for (i 0 9) (match i (0 (continue)) (4 (break 'four)) (n (display n))))) ;; => 123four
(show (for (i 0 9) (call-with-values (lambda () (values i 1)) (lambda (a b) (if (= a 2) (break a)))))) ;; => 2
;; in arguments and in inner procedures they are escapes, which run the winders
(show (while #t (+ 1 (break 7))))                           ;; => 7
(show (let ((x 0)) (while (begin (if (> x 3) (break 'test)) #t) (set! x (+ x 1))))) ;; => test
(show (for (i 0 10) (for-each (lambda (x) (when (= x 2) (break (list i x)))) '(1 2 3)))) ;; => (0 2)
(for (i 0 3) (for-each (lambda (x) (when (= x 2) (continue)) (display (list i x))) '(1 2 3))) (newline) ;; => (0 1)(1 1)(2 1)
(show (for (i 0 3) (try (if (= i 1) (break 'out)) (finally (display i))))) ;; => 01out
(show (each x '(1 2 3) (for-each (lambda (y) (if (= y 20) (break (+ x y)))) '(10 20)))) ;; => 21
(show (each x #(1 2 3) (for-each (lambda (y) (if (= x 2) (continue)) (display (* x y))) '(10 20)))) ;; => 10203060nil
;; through macros
(define-syntax forever (syntax-rules () ((_ e ...) (while #t e ...))))
(show (let ((n 0)) (forever (set! n (+ n 1)) (if (= n 4) (break n))))) ;; => 4
(define-syntax stop-at (syntax-rules () ((_ x y) (if (= x y) (break x)))))
(show (for (i 0 9) (stop-at i 5)))                          ;; => 5
;; long loops
(show (let ((s 0)) (for (i 0 100000) (if (odd? i) (continue)) (set! s (+ s i))) s)) ;; => 2499950000
(show (let ((s 0)) (each x (make-vector 1000 2) (set! s (+ s x))) s)) ;; => 2000
