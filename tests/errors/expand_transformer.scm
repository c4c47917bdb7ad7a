;;; A transformer that fails.
;; error T2018
;; proves: E10
(define-syntax m (lambda (stx) (car 5)))
(m)
