;;; varargs: rest lists, apply and procedures with several arities.
;;; group: calls
(import (scheme base) (scheme write) (scheme case-lambda))

(define (sum . numbers)
  (let loop ((rest numbers) (total 0))
    (if (null? rest) total (loop (cdr rest) (+ total (car rest))))))

(define add
  (case-lambda
    (() 0)
    ((a) a)
    ((a b) (+ a b))
    ((a b . rest) (apply add (+ a b) rest))))

(define numbers '(1 2 3 4 5 6 7 8 9 10))

(define (run n)
  (let loop ((i 0) (total 0))
    (if (= i n)
        total
        (loop (+ i 1) (+ total (apply sum numbers) (sum i i) (add i) (apply add numbers))))))

(write (run 3000000))
(newline)
;; => 13500325500000
