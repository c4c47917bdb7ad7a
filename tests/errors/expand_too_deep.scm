;;; E10: a macro that expands into itself without end.
;; error T2004
;; proves: E10
(define-syntax again (syntax-rules () ((_ x) (again (x)))))
(again 1)
