;;; Code of the libraries in the executable charges no fuel; a program that stays in it without end pays by time.
;; proves: R13
;; options: --fuel=1000
;; error T4005
(import (scheme base) (srfi 1))
(define ones (circular-list 1 2))
(guard (e (#t #f)) (any null? ones))
(display "not reached")
