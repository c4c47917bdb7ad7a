;; `apply` of a known procedure to a list whose length is known is a call; and what must not become one.
(import (scheme base) (scheme write) (scheme case-lambda))

(define (show . items) (for-each display items) (newline))
(define trace '())
(define (note x) (set! trace (cons x trace)) x)

(define (three a b c) (list c b a))
(define (any . rest) rest)
(define (some a . rest) (cons rest a))
(define cases
  (case-lambda (() 'none) ((a) (list a)) ((a b . rest) (list rest b a))))

(show (apply three (note 1) (list (note 2) (note 3))) (reverse trace))    ;; => (3 2 1)(1 2 3)
(show (apply any '()) (apply any 1 '()) (apply any '(1 2 3 4 5)))          ;; => ()(1)(1 2 3 4 5)
(show (apply some '(1 2 3)) (apply some (list 1)))                         ;; => ((2 3) . 1)(() . 1)
(show (apply cases '()) (apply cases '(1)) (apply cases 1 2 '(3 4)))       ;; => none(1)((3 4) 2 1)
(show (apply + 1 2 '(3 4)) (apply max (list 1 2.5)) (apply apply (list + '(1 2))))  ;; => 102.53

;; Each call has a rest list of its own, and elements keep their identity.
(define literal '(1 2 3))
(define strings '("a" "b"))
(define (same . rest) (eq? rest literal))
(show (apply same literal) (eq? (apply any literal) (apply any literal)))  ;; => #f#f
(show (eq? (car strings) (apply (lambda (a b) a) strings)) (eq? (cadr strings) (car (apply any (cdr strings)))))  ;; => #t#t

;; Wrong numbers, wrong lists, no procedures.
(define (message thunk) (guard (e (#t (show (error-object-message e)))) (thunk)))
(define (two a b) b)
(message (lambda () (apply two '(1))))
;; => two: expected 2 arguments, found 1
(message (lambda () (apply two (list 1 2 3))))
;; => two: expected 2 arguments, found 3
(message (lambda () (apply two '(1 . 2))))
;; => apply: expected a list as argument 2, found (1 . 2)
(message (lambda () (apply two 1 2)))
;; => apply: expected a list as argument 3, found 2
(message (lambda () (apply 5 '(1 2))))
;; => apply: expected a procedure as argument 1, found 5
(message (lambda () (apply car (list 1 2))))
;; => car: expected 1 argument, found 2

;; Long lists: beyond the registers, beyond the context's slots.
(define (numbers n) (let loop ((i n) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))
(define (sum . all) (let loop ((all all) (total 0)) (if (null? all) total (loop (cdr all) (+ total (car all))))))
(define (lengths n) (map (lambda (k) (apply sum (numbers k))) (list 0 1 2 3 4 5 66 67 68 69 n)))
(show (lengths 1000))              ;; => (0 1 3 6 10 15 2211 2278 2346 2415 500500)
(show (apply some (numbers 70)))
;; => ((2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70) . 1)

;; In tail position it takes no stack.
(define (down n) (if (= n 0) 'done (apply down (list (- n 1)))))
(define (down-any n . rest) (if (= n 0) rest (apply down-any (- n 1) rest)))
(show (down 1000000) (down-any 300000 1 2 3))  ;; => done(1 2 3)

;; A tail call of a continuation, and of procedures with a rest list, through a variable.
(define (through f . arguments) (apply f arguments))
(define (tail f x) (f x))
(define (repeat n) (if (> n 0) (begin (call/cc (lambda (k) (tail k n))) (tail any n) (repeat (- n 1))) (call/cc (lambda (k) (tail k n)))))
(show (repeat 1000) (tail any 1) (tail some 1) (tail cases 1) (tail list 1) (through any))  ;; => 0(1)(() . 1)(1)(1)()
