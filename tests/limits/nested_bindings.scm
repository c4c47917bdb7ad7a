;;; Nested bindings and literals take time in proportion to their number, not to its square.
;; timeout: 120
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress     (a collection at each of a million turns)
(import (scheme base) (scheme eval) (scheme write))
(define (name i) (string->symbol (string-append "x" (number->string i))))
(define (bindings n)
  (let loop ((i (- n 1)) (all '()))
    (if (< i 0) all (loop (- i 1) (cons (list (name i) (if (= i 0) 1 `(+ ,(name (- i 1)) 1))) all)))))
(define (evaluate expression) (eval expression (environment '(scheme base))))
;; Quadratic, these took a minute.
(write (evaluate `(let* ,(bindings 8000) ,(name 7999))))
(newline)
;; => 8000
(define (nested n) (let loop ((i 0) (data '())) (if (= i n) data (loop (+ i 1) (list data)))))
(write (let depth ((data (evaluate `(quote ,(nested 1000000)))) (n 0)) (if (null? data) n (depth (car data) (+ n 1)))))
(newline)
;; => 1000000
