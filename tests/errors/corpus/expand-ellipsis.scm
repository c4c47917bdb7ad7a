;;; A pattern variable under an ellipsis used without one.
;; error T2014
(import (scheme base) (scheme write))
(define-syntax my-list
  (syntax-rules ()
    ((_ x ...) (list x))))
(display (my-list 1 2))
