;;; R7RS 6.14: emergency-exit runs no after thunk.
;; exit: 4
(import (scheme base) (scheme write) (scheme process-context))
(dynamic-wind
 (lambda () (display "in") (newline))                      ;; => in
 (lambda () (emergency-exit 4))
 (lambda () (display "never") (newline)))
