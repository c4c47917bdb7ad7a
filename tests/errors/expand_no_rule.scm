;;; No rule matches.
;; error T2003
;; proves: E10
(define-syntax one (syntax-rules () ((_ x) x)))
(one 1 2)
