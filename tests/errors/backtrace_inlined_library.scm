;;; A library procedure that was inlined leaves the place of its call, and the procedure it calls keeps its frame.
;; proves: R8
;; error T3001
;; error-text: tests/errors/backtrace_inlined_library.scm:10:29: error[T3001]: car: expected a pair as argument 1, found 5
;; error-text: in an anonymous procedure at tests/errors/backtrace_inlined_library.scm:10:29
;; error-text: in firsts at tests/errors/backtrace_inlined_library.scm:10:9
;; error-text: in the top level at tests/errors/backtrace_inlined_library.scm:13:10
(import (scheme base) (scheme write))
(define (firsts l k)
  (cons (map (lambda (x) (+ (car x) k)) l)
        '()))
(display (firsts '((1) (2)) 1))
(display (firsts '((1) 5) 1))
