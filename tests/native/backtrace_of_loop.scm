;;; A loop that goes on in native code is one call in a backtrace, with the place where it is.
;; proves: R8
;; options: --jit-threshold=10
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress interrupt-stress opt=0    (a million turns; opt=0 inlines nothing, so that frames differ)
(import (scheme base))
(define (work n)
  (let loop ((i 0) (sum 0))
    (if (= i 1000000) (car sum) (loop (+ i 1) (+ sum i)))))
(define (outer) (+ 1 (work 3)))
(outer)
;; exit: 1
