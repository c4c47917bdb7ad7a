;;; fuel_library.scm with one unit less than it needs.
;; proves: R13
;; error T4005
;; options: --fuel=25 -I tests/language/libraries/support
(import (scheme base) (scheme write) (inlined shapes))
(define (all l) (map (lambda (x) (area x (half x))) l))
(all '(1 2 3))
(sum-of (lambda (x) (apply-twice half x)) '(8 16 24))
(display "done")
