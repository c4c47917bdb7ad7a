;;; A library may export one thing under several names, but not two things under one.
;; error T2023
(define-library (twice)
  (import (scheme base))
  (export one (rename one uno) (rename two one) one)
  (begin (define one 1) (define two 2)))
(import (scheme base) (twice))
one
