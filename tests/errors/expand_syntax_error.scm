;;; The program's own message.
;; error T2013
;; proves: E10
(import (scheme base))
(define-syntax must-be-name (syntax-rules () ((_ x) (syntax-error "expected a name, found" x))))
(must-be-name 42)
