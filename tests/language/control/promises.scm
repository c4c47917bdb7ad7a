;;; delay, delay-force, make-promise: each promise is forced once, and chains run in constant space.
(import (scheme base) (scheme lazy) (scheme write))
(define (show x) (write x) (newline))
(define count 0)
(define p (delay (begin (set! count (+ count 1)) (if (> count x) count (force p)))))
(define x 5)
(show (list (promise? p) (force p)))                       ;; => (#t 6)
(show (begin (set! x 10) (force p)))                       ;; => 6
(define integers (letrec ((next (lambda (n) (delay (cons n (next (+ n 1))))))) (next 0)))
(define (head s) (car (force s)))
(define (tail s) (cdr (force s)))
(show (head (tail (tail integers))))                       ;; => 2
(define (stream-filter p? s)
  (delay-force (if (null? (force s)) (delay '())
    (let ((h (car (force s))) (t (cdr (force s)))) (if (p? h) (delay (cons h (stream-filter p? t))) (stream-filter p? t))))))
(show (head (tail (tail (stream-filter odd? integers)))))  ;; => 5
(define (loop n) (if (= n 0) (delay 'end) (delay-force (loop (- n 1)))))
(show (force (loop 100000)))                               ;; => end
(show (list (force (make-promise 5)) (force 6) (promise? (make-promise 1)) (promise? 1)))   ;; => (5 6 #t #f)
(define r (delay (begin (display "once ") 'hi)))
(show (list (force r) (force r)))                          ;; => once (hi hi)
(define q (let ((f? #f)) (delay (if f? 'second (begin (set! f? #t) (force q))))))
(show (force q))                                           ;; => second
(define e (delay (raise 'inside)))
(show (list (guard (c (#t c)) (force e)) (guard (c (#t c)) (force e))))   ;; => (inside inside)
