;;; Tables that hash addresses find their keys again after the collector has moved them.
(import (scheme base) (scheme write) (srfi 69) (tiercel memory))
(define (show x) (write x) (newline))
(define keys (let loop ((i 0) (l '())) (if (= i 500) l (loop (+ i 1) (cons (list i) l)))))
(define table (make-hash-table eq?))
(for-each (lambda (key) (hash-table-set! table key (car key))) keys)
(define (intact?) (let loop ((l keys)) (or (null? l) (and (eqv? (hash-table-ref/default table (car l) #f) (caar l)) (loop (cdr l))))))
(define (garbage n) (if (> n 0) (begin (make-vector 100 n) (garbage (- n 1)))))
(show (intact?))                                           ;; => #t
(collect-garbage 'young)
(show (intact?))                                           ;; => #t
(garbage 20000)
(hash-table-set! table (car keys) 'changed)
(collect-garbage)
(show (list (hash-table-ref/default table (car keys) #f) (hash-table-ref/default table (cadr keys) #f) (hash-table-size table)))
;; => (changed 498 500)
