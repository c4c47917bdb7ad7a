;;; A primitive called through a variable in tail position is no tail call: its caller is still there to be shown.
;; proves: R8
;; error T3001
;; error-text: in apply-to-five at tests/errors/backtrace_tail_primitive.scm:10:27
;; error-text: in main at tests/errors/backtrace_tail_primitive.scm:13:20
;; error-text: in the top level at tests/errors/backtrace_tail_primitive.scm:14:1
;; error-text:   10 | (define (apply-to-five f) (f 5))
;; error-text:      |                           ^^^^^
(import (scheme base))
(define (apply-to-five f) (f 5))
(set! apply-to-five apply-to-five)
(define (main)
  (vector-map list (apply-to-five car)))
(main)
