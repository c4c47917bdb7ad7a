;; `apply` of a procedure of the program to the rest list around it: what is handed on, and what must be copied.
(import (scheme base) (scheme write) (scheme case-lambda))

(define (show . items) (for-each display items) (newline))

(define add
  (case-lambda
    (() 0)
    ((a) a)
    ((a b) (+ a b))
    ((a b . rest) (apply add (+ a b) rest))))
(show (add) " " (add 1) " " (add 1 2) " " (add 1 2 3) " " (add 1 2 3 4 5 6 7 8 9 10))  ;; => 0 1 3 6 55
(show (apply add '(1 2 3 4)) (map add '(1 2) '(3 4) '(5 6)))                            ;; => 10(9 12)

;; Through several procedures, with arguments before the list, too few of them and too many.
(define (sum . numbers)
  (let loop ((numbers numbers) (total 0))
    (if (null? numbers) total (loop (cdr numbers) (+ total (car numbers))))))
(define (scaled factor . numbers) (* factor (apply sum numbers)))
(define (shifted a b . numbers) (list a b (apply scaled numbers)))
(define (outer . all) (apply shifted 'x all))
(show (scaled 2 3 4) (shifted 1 2 3 4) (outer 1 2 3))  ;; => 14(1 2 12)(x 1 6)
(define (many a . rest) (if (pair? rest) (+ a (apply many rest)) a))
(define (count-down n . rest) (if (= n 0) (length rest) (apply count-down (- n 1) n rest)))
(show (many 1 2 3 4 5) " " (count-down 50))            ;; => 15 50
(define (message thunk) (guard (e (#t (show (error-object-message e)))) (thunk)))
(message (lambda () (outer)))                          ;; => shifted: expected at least 2 arguments, found 1
(message (lambda () (outer 1)))                        ;; => scaled: expected at least 1 argument, found 0

;; Arguments are evaluated once, in order, before the list is looked at.
(define trace '())
(define (note x) (set! trace (cons x trace)) x)
(define (pick a b . rest) (list a b (length rest)))
(define (noted . rest) (apply pick (note 1) (note 2) rest))
(show (noted 3 4 5) trace)                             ;; => (1 2 3)(2 1)

;; A list that is changed, compared, kept or given away is a new one.
(define kept '())
(define (keep . list) (set! kept list) list)
(define (changes first . rest) (if (pair? rest) (set-car! rest 'changed)) first)
(define (reads . rest) (let ((first (apply changes rest))) (list first (cadr rest))))
(define (same . rest) (eq? rest kept))
(define (tells . rest) (set! kept rest) (apply same rest))
(define (hands-out . rest) (cons rest (apply keep rest)))
(define (assigns . rest) (set! rest (append rest rest)) (apply sum rest))
(define result (hands-out 1 2))
(show (reads 1 2) (tells 1 2) (eq? (car result) (cdr result)) (assigns 1 2))  ;; => (1 2)#f#f6

;; A continuation that is entered again finds the list as it was.
(define again #f)
(define (captures . rest)
  (call-with-current-continuation (lambda (k) (set! again k)))
  (apply sum rest))
(define (round . rest) (apply captures rest))
(define rounds 0)
(define (go) (let ((total (round 1 2 3))) (set! rounds (+ rounds 1)) (if (< rounds 3) (again #f)) total))
(show (go) rounds)                                     ;; => 63
