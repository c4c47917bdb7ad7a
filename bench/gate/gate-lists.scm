;;; gate-lists: lists made, mapped and summed, for counting instructions.
;;; group: lists
(import (scheme base) (scheme write))
(define (range n) (let loop ((i n) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))
(define (sum l) (if (null? l) 0 (+ (car l) (sum (cdr l)))))
(define (run n total) (if (= n 0) total (run (- n 1) (+ total (sum (map (lambda (x) (* x x)) (range 100)))))))
(write (run 100 0))
(newline)
;; => 33835000
