;;; A loop that goes on in native code is one call in a backtrace, with the place where it is.
;; proves: R8
;; options: --jit-threshold=0
(import (scheme base) (scheme write))
(define (work n)
  (let loop ((i 0) (sum 0))
    (if (= i 100) (car sum) (loop (+ i 1) (+ sum n)))))
(define keep work)
(set! keep (lambda (n) (+ 1 (work n))))
(keep 3)
;; error T3001
