;;; Whose loops turn little in each call gets code for its calls; a loop that turns long is entered while it runs.
;; assertions
;; options: --jit-wait --jit-threshold=20
;; proves: L3
;; requires: native
;; skip: interp aot jit-threshold=0 cache (no thresholds; and what an earlier run compiled is there at once)
;; skip: opt=0 gc-stress-opt=0 (a loop is a procedure that calls itself)
(import (scheme base) (scheme eval) (scheme repl) (tiercel introspect) (tiercel stats) (tiercel-test assert))
(define environment (interaction-environment))
(eval '(import (scheme base)) environment)
(define (fresh) (eval '(lambda (n) (let loop ((i 0) (s 0)) (if (< i n) (loop (+ i 1) (+ s i)) s))) environment))
(define (compiled what) (cdr (assq what (stats))))

;; 100 turns in each of five calls: the loops' threshold, 400 turns, comes before that of calls.
(define short (fresh))
(define before (compiled 'compiled-loops))
(define (call count) (if (> count 0) (begin (short 100) (call (- count 1)))))
(call 5)
(test 2 (current-tier short))
(test before (compiled 'compiled-loops))
(test 4950 (short 100))

(define long (fresh))
(test 12497500 (long 5000))
(test (+ before 1) (compiled 'compiled-loops))
(test-end)
