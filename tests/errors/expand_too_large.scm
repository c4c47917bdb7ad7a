;;; A macro that uses itself with its arguments doubled: the size of an expansion is bounded as its depth is.
;; proves: E10
;; options: --heap-limit=256M
;; error T2027
;; error-text: the expansion takes more than 256 MiB
(define-syntax double (syntax-rules () ((_ x ...) (double x ... x ...))))
(double 1)
