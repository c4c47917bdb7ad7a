;;; (tiercel sort): one procedure for lists and vectors.
(define-library (tiercel sort)
  (import (scheme base) (srfi 132))
  (export sort)
  (begin
    ;; (sort sequence before?) is a new sorted list or vector; equal elements keep their order.
    (define (sort sequence before?)
      (if (vector? sequence)
          (vector-sort before? sequence)
          (list-sort before? sequence)))))
