;;; (scheme load)
(define-library (scheme load)
  (import (tiercel core) (tiercel primitives) (scheme repl) (only (scheme base) raise))
  (export load)
  (begin
    ;; (load file [environment]) evaluates the forms of a file one after another, up to the first that holds a mistake.
    ;; (no example: it needs a file)
    (define load
      (case-lambda
        ((file) (load file (interaction-environment)))
        ((file environment)
         (let ((code (%compile-file file environment)))
           (when (pair? code)
             ((car code))
             (raise (cdr code)))
           (code)))))))
