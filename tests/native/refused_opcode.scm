;;; What the native tier cannot compile stays in the interpreter, is told once with its place, and gives the same answers.
;; proves: C28 L4
;; requires: native
;; options: --jit-threshold=0 --jit-refuse=multiply
;; error-text: refused_opcode.scm:9:23: JIT does not yet support multiply, falling back to interpreter
;; skip: interp
;; exit: 0
(import (scheme base) (scheme write))
(define (product x y) (* x y))
(define (sum n) (if (= n 0) 0 (+ n (sum (- n 1)))))
(write (list (product 6 7) (product 1.5 2) (sum 100)))
(newline)
;; => (42 3.0 5050)
