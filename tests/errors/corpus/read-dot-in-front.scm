;;; A dot with nothing before it, and one with two data after it.
;; error T1009
(import (scheme base) (scheme write))
(define a '( . 1))
(define b '(1 . 2 3))
(display a)
