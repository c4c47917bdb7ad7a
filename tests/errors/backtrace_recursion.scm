;;; An endless recursion is told once, at the place of the call, with what led to it.
;; proves: R8 R12
;; options: --stack-limit=1M
;; error T4001
;; error-text: tests/errors/backtrace_recursion.scm:11:18: error[T4001]: the stack of 1048576 bytes is used up
;; error-text: in f at tests/errors/backtrace_recursion.scm:11:18
;; error-text: ... the same frame
;; error-text: in main at tests/errors/backtrace_recursion.scm:12:22
;; error-text: in the top level at tests/errors/backtrace_recursion.scm:13:1
(import (scheme base))
(define (f) (+ 1 (f)))
(define (main) (list (f)))
(main)
