;;; (scheme load)
(define-library (scheme load)
  (import (tiercel core) (tiercel primitives) (scheme repl))
  (export load)
  (begin
    ;; (load file [environment]) evaluates the forms of a file one after another.
    ;; (no example: it needs a file)
    (define load
      (case-lambda
        ((file) (load file (interaction-environment)))
        ((file environment) ((%compile-file file environment)))))))
