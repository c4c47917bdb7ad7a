;;; Procedures that the optimizer put in their callers' place still have their frames, with the place of each call.
;; proves: R8
;; error T3005
;; error-text: in check at tests/errors/backtrace_inlined.scm:9:19
;; error-text: in sum at tests/errors/backtrace_inlined.scm:10:22
;; error-text: at tests/errors/backtrace_inlined.scm:13:65
;; error-text: in the top level at tests/errors/backtrace_inlined.scm:14:10
(import (scheme base) (scheme write))
(define (check v) (vector-ref v 10))
(define (sum v) (+ 1 (check v)))
(define (walk l)
  (let loop ((l l) (n 0))
    (if (null? l) n (loop (cdr l) (+ n (if (null? (cdr l)) (+ 0 (sum (car l))) 0))))))
(display (walk (list (vector 1) (vector 2))))
