;;; A library declaration that does not exist.
;; error T2023
(define-library (a) (exports x))
