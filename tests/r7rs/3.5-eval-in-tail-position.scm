;;; R7RS 3.5: what `eval` evaluates is in tail position; the stack here would not hold a frame for each turn.
;; assertions
;; proves: C20
;; options: --stack-limit=1M
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress interrupt-stress     (millions of polls)
;; skip: jit-threshold=0     (200,000 compilations)
(import (scheme base) (scheme eval) (tiercel-test assert))
(define base (environment '(scheme base)))

(test 'done (letrec ((f (lambda (n) (if (= n 0) 'done (eval (list f (- n 1)) base))))) (f 200000)))
(test-end)
