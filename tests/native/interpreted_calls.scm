;;; With threshold 0 nothing is ever called in tier 1: top levels, closures, clauses, what libraries and `eval` call, handlers,
;;; winders, generators, and procedures made while the program runs.
;; proves: O13 L2
;; options: --jit-threshold=0
;; requires: native
;; skip: interp
(import (scheme base) (scheme case-lambda) (scheme write) (scheme eval) (scheme lazy) (srfi 1) (srfi 69) (tiercel stats)
        (tiercel introspect) (tiercel prelude))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define (count n) (if (= n 0) 'done (count (- n 1))))
(define clauses (case-lambda (() 0) ((a) (list a)) ((a b . rest) rest)))
(define (adder n) (lambda (x) (+ x n)))
(define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))
(define-syntax twice (syntax-rules () ((_ e) (begin e e))))
(define parameter (make-parameter 1 (lambda (x) (* x 10))))
(println (fib 15) (count 1000) (clauses) (clauses 1 2 3) ((adder 1) 2))                            ;; => 610 done 0 (3) 3
(println (map (lambda (x) (* x x)) '(1 2 3)) (fold + 0 '(1 2 3)) (apply clauses (iota 20 5)))
;; => (1 4 9) 6 (7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24)
(println (guard (e ((symbol? e) (list 'caught e))) (dynamic-wind (lambda () #f) (lambda () (raise 'out)) (lambda () #f)))) ;; => (caught out)
(println (with-exception-handler (lambda (e) 5) (lambda () (+ 1 (raise-continuable 'c)))))            ;; => 6
(println (call/cc (lambda (k) (for-each (lambda (x) (if (> x 2) (k x))) '(1 2 3 4)))))             ;; => 3
(println (let ((k #f) (n 0)) (call/cc (lambda (c) (set! k c))) (set! n (+ n 1)) (if (< n 3) (k #f) n)))    ;; => 3
(println (parameterize ((parameter 5)) (parameter)) (force (delay (fib 5))))                      ;; => 50 5
(println (point-x (make-point 1 2)) (twice (adder 1)))                                            ;; => 1 #<procedure>
(println (eval '(let loop ((i 0)) (if (< i 10) (loop (+ i 1)) i)) (environment '(scheme base))))   ;; => 10
(println ((eval '(lambda (x) (map (lambda (y) (+ x y)) '(1 2))) (environment '(scheme base))) 1))   ;; => (2 3)
(println (call-with-values (lambda () (values 1 2)) (lambda (a b) (+ a b))))                       ;; => 3
(println (let ((table (make-hash-table))) (hash-table-update!/default table 'a (lambda (x) (+ x 1)) 1) (hash-table-ref table 'a))) ;; => 2
(println (call-count fib) (stats 'interpreted-calls) (jit/rejections))                            ;; => 0 0 ()
