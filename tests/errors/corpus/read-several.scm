;;; Three mistakes in one file are three messages.
;; error T1004
(import (scheme base) (scheme write))
(define (f x) (+ x #xfg))
(define (g x) (list #\spce x))
(define (h x) "a\qb")
(display (f 1))
