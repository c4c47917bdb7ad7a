;;; Fuel is the same at each level also where the procedure of a library in a file is inlined; libraries in the executable
;;; charge nothing.  fuel_library_short.scm is the same program with one unit less.
;; proves: R13
;; options: --fuel=26 -I tests/language/libraries/support
(import (scheme base) (scheme write) (inlined shapes))
(define (all l) (map (lambda (x) (area x (half x))) l))
(all '(1 2 3))
(sum-of (lambda (x) (apply-twice half x)) '(8 16 24))
(display "done") ;; => done
