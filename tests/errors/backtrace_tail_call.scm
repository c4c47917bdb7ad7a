;;; A tail call leaves no frame, and the backtrace says so: `first` called `second`, which is running, but not from there.
;; proves: R8
;; error T3005
;; error-text: in second at tests/errors/backtrace_tail_call.scm:9:20 (reached by tail calls from first)
;; error-text: in caller at tests/errors/backtrace_tail_call.scm:11:25
;; error-text: in main at tests/errors/backtrace_tail_call.scm:14:22
;; error-text: in the top level at tests/errors/backtrace_tail_call.scm:15:1
(import (scheme base))
(define (second v) (vector-ref v 4))
(define (first v) (second v))
(define (caller v) (+ 1 (first v)))
(set! second second)
(set! first first)
(define (main) (list (caller (vector 1))))
(main)
