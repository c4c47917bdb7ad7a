;;; Recursive patterns over lists and closures, each with garbage between its levels: the right answer in every tier, and with
;;; a collection at every poll.
;; proves: O16 L7
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))

(define (range from to) (if (= from to) '() (cons from (range (+ from 1) to))))
(show (range 0 10))                                        ;; => (0 1 2 3 4 5 6 7 8 9)
(show (length (range 0 300)))                              ;; => 300

(define (joined a b) (if (null? a) b (cons (car a) (joined (cdr a) b))))
(show (joined (range 0 4) (range 10 14)))                  ;; => (0 1 2 3 10 11 12 13)
(define (joined-all lists) (if (null? lists) '() (joined (car lists) (joined-all (cdr lists)))))
(show (joined-all (list (range 0 2) '() (range 5 8))))     ;; => (0 1 5 6 7)

(define (mapped f l) (if (null? l) '() (let ((x (f (car l)))) (cons x (mapped f (cdr l))))))
(show (mapped (lambda (x) (vector x (* x x))) (range 0 4)))  ;; => (#(0 0) #(1 1) #(2 4) #(3 9))
(define (filtered keep? l)
  (cond ((null? l) '()) ((keep? (car l)) (cons (car l) (filtered keep? (cdr l)))) (else (filtered keep? (cdr l)))))
(show (filtered even? (range 0 12)))                       ;; => (0 2 4 6 8 10)

(define (inserted x tree)
  (cond ((null? tree) (list x '() '()))
        ((< x (car tree)) (list (car tree) (inserted x (cadr tree)) (list-ref tree 2)))
        (else (list (car tree) (cadr tree) (inserted x (list-ref tree 2))))))
(define (in-order tree)
  (if (null? tree) '() (append (in-order (cadr tree)) (list (car tree)) (in-order (list-ref tree 2)))))
(show (in-order (let loop ((l '(50 20 70 10 30 60 80 5 55)) (tree '())) (if (null? l) tree (loop (cdr l) (inserted (car l) tree))))))
;; => (5 10 20 30 50 55 60 70 80)
(define (doubled tree) (if (pair? tree) (cons (doubled (car tree)) (doubled (cdr tree))) (if (number? tree) (* 2 tree) tree)))
(show (doubled '((1 (2 . 3)) (((4))) 5.5)))                ;; => ((2 (4 . 6)) (((8))) 11.0)

(define (evens l) (if (null? l) '() (cons (car l) (odds (cdr l)))))
(define (odds l) (if (null? l) '() (evens (cdr l))))
(show (evens (range 0 9)))                                 ;; => (0 2 4 6 8)
(define (wrapped n) (if (= n 0) '() (list 'in (unwrapped (- n 1)))))
(define (unwrapped n) (if (= n 0) '() (vector 'out (wrapped (- n 1)))))
(show (wrapped 4))                                         ;; => (in #(out (in #(out ()))))

(define (reversed l) (let loop ((l l) (done '())) (if (null? l) done (loop (cdr l) (cons (car l) done)))))
(show (reversed (range 0 6)))                              ;; => (5 4 3 2 1 0)
(define (summed l) (let loop ((l l) (sum 0) (seen '())) (if (null? l) (cons sum seen) (loop (cdr l) (+ sum (car l)) (cons (list (car l)) seen)))))
(show (summed (range 0 5)))                                ;; => (10 (4) (3) (2) (1) (0))

(define adders (mapped (lambda (n) (lambda (x) (list n (+ x n)))) (range 0 5)))
(show (mapped (lambda (add) (add 10)) adders))             ;; => ((0 10) (1 11) (2 12) (3 13) (4 14))
(define (counter n) (lambda () (set! n (+ n 1)) (list n)))
(define counters (mapped counter '(0 100)))
(show (mapped (lambda (turn) (mapped (lambda (count) (count)) counters)) '(a b)))   ;; => (((1) (101)) ((2) (102)))
(define (composed procedures) (if (null? procedures) (lambda (x) x) (let ((rest (composed (cdr procedures)))) (lambda (x) (rest ((car procedures) x))))))
(show ((composed (list list vector (lambda (v) (cons v v)) (lambda (p) (vector-ref (car p) 0)))) 'deep))   ;; => (deep)
(define (church n) (if (= n 0) (lambda (f) (lambda (x) x)) (let ((before (church (- n 1)))) (lambda (f) (lambda (x) (f ((before f) x)))))))
(show (((church 12) (lambda (l) (cons (length l) l))) '()))   ;; => (11 10 9 8 7 6 5 4 3 2 1 0)
