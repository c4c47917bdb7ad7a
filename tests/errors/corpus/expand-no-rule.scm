;;; A macro used in a way that none of its rules allows.
;; error T2003
(import (scheme base) (scheme write))
(define-syntax swap!
  (syntax-rules ()
    ((_ a b) (let ((old a)) (set! a b) (set! b old)))))
(define x 1)
(define y 2)
(swap! x y 3)
(display x)
