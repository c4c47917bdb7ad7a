;;; Without promotion: everything stays in tier 1, and says why.
;; assertions
;; proves: L10
;; skip: aot jit-threshold=0
(import (scheme base) (tiercel introspect) (tiercel prelude) (tiercel-test assert))
(define-syntax define-variable
  (syntax-rules () ((_ name value) (begin (define name #f) (set! name value)))))

(tier-threshold #f)
(test #f (tier-threshold))
(test #f (jit?))
(define-variable square (lambda (x) (* x x)))
(let loop ((i 0)) (if (< i 100000) (begin (square i) (loop (+ i 1)))))
(test #f (promote! square))
(test 1 (current-tier square))
(test 'interpreter (fn/tier square))
(test #f (jit? square))
(test 100000 (cdr (assq 'calls (tier-status square))))
(test #t (string? (cdr (assq 'reason (tier-status square)))))
(test #t (promote! car))
(test '((tier . 2) (calls . 0) (reason . #f)) (tier-status car))
(test #f (jit? car))
;; Nothing of the compiler is loaded.
(test #f (string-contains (slurp "/proc/self/maps") "libtiercel_native"))
(test-end)
