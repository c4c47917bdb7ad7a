;;; A module that LLVM's verifier does not accept is never run: the procedure stays in the interpreter, and it is said why.
;; proves: C28
;; requires: native
;; skip: interp
;; options: --jit-threshold=0 --jit-refuse=module
;; error-text: refused_module.scm:11:1: the top level: what the compiler made of it is not valid (Basic Block in function
;; error-text: does not have terminator!), falling back to interpreter
;; error-text: refused_module.scm:11:27: product: what the compiler made of it is not valid
;; exit: 0
(import (scheme base) (scheme write))
(define (product x y) (if (= y 0) 0 (+ x (product x (- y 1)))))
(write (product 6 7))
(newline)
;; => 42
