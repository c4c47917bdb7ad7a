;;; Each form that is wrong has a message of its own; those that are right do not.
;; error T2001
(import (scheme base) (scheme write))
(define (f x)
  (let ((y)) (+ x y)))
(define (g x)
  (* 2 x))
(define (h x)
  (cond (else)
        (x 1)))
(define (k x x) x)
(display (g (f 1)))
