;;; A function of the runtime that the compiled code would call in another way than it is declared: a promotion that failed,
;;; not a wrong call.  The fault is seeded: `--jit-refuse=NAME()` takes the parameters out of the runtime's declaration.
;; proves: C7 L11 C28
;; requires: native
;; options: --jit-threshold=0 --jit-refuse=tc_multiply()
;; error-text: calls tc_multiply in another way than the runtime has it
;; skip: interp
(import (scheme base) (scheme write) (tiercel introspect))
(define product #f)
(set! product (lambda (x y) (* x y)))
(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1)))))
(define (report x) (write x) (newline))
(report (list (product 6 7) (product 1.5 2) (product (expt 10 30) 3)))   ;; => (42 3.0 3000000000000000000000000000000)
(report (list (sum 100) (current-tier product) (current-tier sum)))       ;; => (5050 1 2)
(report (map (lambda (rejection) (cdr (assq 'name rejection))) (jit/rejections)))   ;; => (product)
