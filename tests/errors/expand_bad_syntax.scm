;;; A special form that is not written as it must be, with the place of the part that is wrong.
;; error T2001
(define (f x)
  (let ((y 1)
        (z))
    y))
