;;; Of a mutual recursion the frames of one round are shown, and how often they repeat.
;; proves: R8
;; error T3001
;; error-text: in even at tests/errors/backtrace_mutual_recursion.scm:11:30
;; error-text: in odd at tests/errors/backtrace_mutual_recursion.scm:12:37
;; error-text: in even at tests/errors/backtrace_mutual_recursion.scm:11:43
;; error-text: ... the same 2 frames 4,999 more times
;; error-text: in go at tests/errors/backtrace_mutual_recursion.scm:13:20
;; error-text: in the top level at tests/errors/backtrace_mutual_recursion.scm:14:1
(import (scheme base))
(define (even n) (if (= n 0) (car n) (+ 1 (odd (- n 1)))))
(define (odd n) (if (= n 0) #f (* 1 (even (- n 1)))))
(define (go) (list (even 10000)))
(go)
