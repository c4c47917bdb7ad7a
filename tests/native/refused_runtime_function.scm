;;; A function of the runtime that the native compiler does not find is a promotion that failed, once for each procedure that
;;; wants it, with its name; nothing crashes, and the answers are the same.
;; proves: L11 L4 C7 C28
;; requires: native
;; options: --jit-threshold=0 --jit-refuse=tc_multiply
;; error-text: refused_runtime_function.scm:10:29: JIT does not yet support it: the runtime has no tc_multiply, falling back to interpreter
;; skip: interp
(import (scheme base) (scheme write) (tiercel introspect))
(define product #f)
(set! product (lambda (x y) (* x y)))
(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1)))))
(define (report x) (write x) (newline))
(report (list (product 6 7) (product 1.5 2) (product (expt 10 30) 3)))   ;; => (42 3.0 3000000000000000000000000000000)
(report (list (sum 100) (current-tier product) (current-tier sum)))       ;; => (5050 1 2)
(report (map (lambda (rejection) (cdr (assq 'name rejection))) (jit/rejections)))   ;; => (product)
(report (let ((reason (cdr (assq 'reason (tier-status product))))) reason)) ;; => "JIT does not yet support it: the runtime has no tc_multiply"
