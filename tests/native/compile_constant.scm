;;; A name that a program defines once is its constant, which compile cannot change: as for eval.
;; proves: L1
;; error T2006
(define (f x) x)
(compile 'f '(lambda (x) 'changed))
