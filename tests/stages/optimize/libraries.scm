;;; Library procedures in the place of their calls: loops with the given procedure inside, small ones, what is left called.
(import (scheme base) (srfi 1))
(define (scaled l k) (map (lambda (x) (* k x)) l))
(define (firsts l) (map first l))
(define (total l) (fold (lambda (x n) (+ n x)) 0 l))
(define (squares v) (vector-map (lambda (x) (* x x)) v))
(define (found key l) (assoc key l (lambda (a b) (= a b))))
(define (with-unknown f l) (map f l))
(define (joined l) (apply append (map (lambda (x) (list x x)) l)))
