;;; A parameter list that names a variable twice.
;; error T2007
(define (f x y x) x)
