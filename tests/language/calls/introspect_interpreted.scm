;;; Tier 1 says so, and counts calls; native code does not count them.
;; proves: E12
;; options: --tier=interp
(import (scheme base) (scheme write) (tiercel introspect))
(define (show x) (write x) (newline))
(define procedures (vector (lambda (n) (* n 2))))
(define counted (vector-ref procedures 0))
(define calls (fn/calls counted))
(show (fn/tier counted))                                   ;; => interpreter
(show (list (counted 10) (counted 20)))                    ;; => (20 40)
(show (- (fn/calls counted) calls))                        ;; => 2
(show (string? (fn/bytecode counted)))                     ;; => #t
