;;; The other module of the matrix tests: procedures that recurse here and act in the program that imports them.
(define-library (matrix descent)
  (import (scheme base))
  (export descend depth-parameter call-deep)
  (begin
    (define depth-parameter (make-parameter 'outside))
    ;; Recurs n deep, then calls act; adds one on the way back from every frame.
    (define (descend n act) (if (= n 0) (act) (+ 1 (descend (- n 1) act))))
    ;; The same with the parameter bound to the depth in every frame.
    (define (call-deep n act)
      (parameterize ((depth-parameter n)) (if (= n 0) (act) (+ 1 (call-deep (- n 1) act)))))))
