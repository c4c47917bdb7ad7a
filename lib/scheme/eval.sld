;;; (scheme eval): `eval` compiles to a thunk and then calls it in tail position (DESIGN.md §4).
(define-library (scheme eval)
  (import (tiercel core) (tiercel primitives))
  (export eval environment)
  (begin
    ;; (eval expression environment) evaluates a datum; definitions go to the environment.
    (define (eval expression environment) ((%compile-datum expression environment)))
    ;; (environment import-set ...) is an immutable environment with just these imports.
    (define (environment . import-sets) (%make-environment import-sets))))
