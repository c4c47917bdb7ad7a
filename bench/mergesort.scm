;;; mergesort: lists of fixnums split and merged over and over, with multiple values.
;;; group: lists
(import (scheme base) (scheme write))

(define (random-list n)
  (let loop ((i 0) (state 42) (all '()))
    (if (= i n)
        all
        (let ((next (remainder (+ (* state 1103515245) 12345) 2147483648)))
          (loop (+ i 1) next (cons (quotient next 1024) all))))))

(define (merge a b)
  (cond ((null? a) b)
        ((null? b) a)
        ((< (car b) (car a)) (cons (car b) (merge a (cdr b))))
        (else (cons (car a) (merge (cdr a) b)))))

(define (split l)
  (if (or (null? l) (null? (cdr l)))
      (values l '())
      (let-values (((a b) (split (cddr l))))
        (values (cons (car l) a) (cons (cadr l) b)))))

(define (sort l)
  (if (or (null? l) (null? (cdr l)))
      l
      (let-values (((a b) (split l)))
        (merge (sort a) (sort b)))))

(define (sorted? l)
  (or (null? l) (null? (cdr l)) (and (<= (car l) (cadr l)) (sorted? (cdr l)))))

(define (run n)
  (let ((result (sort (random-list 20000))))
    (if (= n 1) (sorted? result) (run (- n 1)))))

(write (run 100))
(newline)
;; => #t
