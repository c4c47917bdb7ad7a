;;; (scheme eval): `eval` compiles to a thunk and then calls it in tail position (DESIGN.md §4).
(define-library (scheme eval)
  (import (tiercel core) (tiercel primitives))
  (export eval environment)
  (begin
    ;; (eval expression environment) evaluates a datum; definitions go to the environment.
    ;; (eval '(+ 1 2) (environment '(scheme base))) => 3
    (define (eval expression environment) ((%compile-datum expression environment)))
    ;; (environment import-set ...) is an immutable environment with just these imports.
    ;; (eval '(car '(1)) (environment '(only (scheme base) car quote))) => 1
    (define (environment . import-sets) (%make-environment import-sets))))
