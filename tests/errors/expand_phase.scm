;;; A name that only the compiler has.
;; error T2022
;; proves: E10
(define-for-syntax x 1)
(display x)
