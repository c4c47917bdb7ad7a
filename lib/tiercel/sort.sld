;;; (tiercel sort): one procedure for lists and vectors.
(define-library (tiercel sort)
  (import (scheme base) (srfi 132))
  (export sort)
  (begin
    ;; (sort sequence before?) -> list or vector
    ;; A new sorted list or vector; equal elements keep their order.
    ;; (sort '(3 1 2) <) => (1 2 3)
    ;; (sort #(3 1 2) >) => #(3 2 1)
    (define (sort sequence before?)
      (if (vector? sequence)
          (vector-sort before? sequence)
          (list-sort before? sequence)))))
