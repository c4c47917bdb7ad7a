;;; A pattern variable with too few ellipses.
;; error T2014
;; proves: E10
(define-syntax m (syntax-rules () ((_ x ...) x)))
