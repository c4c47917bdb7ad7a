;;; A refusal is remembered once, not tried again, and can be read.
;; proves: L4
;; requires: native
;; skip: interp
;; options: --jit-threshold=1000000 --jit-refuse=multiply
(import (scheme base) (tiercel prelude) (tiercel stats))
(define-syntax define-variable
  (syntax-rules () ((_ name value) (begin (define name #f) (set! name value)))))
(define-variable product (lambda (x y) (* x y)))
(define-variable sum (lambda (x y) (+ x y)))
(println (jit/rejections))                             ;; => ()
(println (promote! product) (promote! sum))            ;; => #f #t
(println (promote! product) (product 6 7))             ;; => #f 42
(println (tier-status product))    ;; => ((tier . 1) (calls . 1) (reason . JIT does not yet support multiply))
(println (jit/rejections))         ;; => (((name . product) (tier . 1) (calls . 1) (reason . JIT does not yet support multiply)))
(println (stats 'refused-functions) (jit?))            ;; => 1 #t

;; Only the procedure itself is refused, not what is compiled together with it.
(define-variable cube (lambda (x) (define (square x) (* x x)) (list (sum x 1) (map square (list x)) (square x))))
(promote! cube)
(println (cube 3) (promote! sum))                      ;; => (4 (9) 9) #t
(tier-threshold 0)
(let loop ((i 0)) (if (< i 1000) (begin (product i i) (loop (+ i 1)))))
(define (named? name) (lambda (rejection) (eq? (cdr (assq 'name rejection)) name)))
(println (length (filter (named? 'product) (jit/rejections))) (current-tier product))    ;; => 1 1
