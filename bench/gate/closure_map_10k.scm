;;; closure_map_10k: a closure that captures a variable, mapped over ten thousand elements.
;; proves: R9
;;; group: closures
(import (scheme base) (scheme write))
(define (adder n) (lambda (x) (+ x n)))
(define (range n) (let loop ((i n) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))
(write (apply + (map (adder 5) (range 10000))))
(newline)
;; => 50055000
