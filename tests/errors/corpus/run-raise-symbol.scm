;;; An object that is no condition, raised and never caught.
;; error T3012
(import (scheme base) (scheme write))
(define (find-first ok? l)
  (cond ((null? l) (raise 'not-found))
        ((ok? (car l)) (car l))
        (else (find-first ok? (cdr l)))))
(display (list (find-first even? '(1 3 5))))
