;;; Fuel ends a program from outside; the program cannot catch that.
;; proves: R13
;; options: --fuel=100000
;; exit: 1
;; error-text: T4005
(import (scheme base))
(let loop () (guard (e (#t #f)) (let inner () (inner))) (loop))
