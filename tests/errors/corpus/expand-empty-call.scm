;;; An empty list that is not quoted.
;; error T2015
(import (scheme base) (scheme write))
(define (build n)
  (if (= n 0) () (cons n (build (- n 1)))))
(display (build 3))
