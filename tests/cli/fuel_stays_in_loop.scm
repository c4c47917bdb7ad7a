;;; The same where the library's loop is inlined into the program.
;; proves: R13
;; options: --fuel=1000
;; error T4005
(import (scheme base) (srfi 1) (scheme write))
(display (fold max 0 (circular-list 1 2 3)))
