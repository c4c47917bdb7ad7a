;;; A module that LLVM's verifier does not accept is never run: the procedure stays in the interpreter, and it is said why.
;; proves: C28
;; requires: native
;; skip: interp
;; options: --jit-threshold=0 --jit-refuse=module
;; error-text: what the compiler made of it is not valid (Basic Block in function
;; error-text: does not have terminator!), falling back to interpreter
;; exit: 0
(import (scheme base) (scheme write))
(define (product x y) (* x y))
(write (product 6 7))
(newline)
;; => 42
