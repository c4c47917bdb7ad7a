;;; An after thunk that calls exit itself, while exit is running it: the inner exit decides, and the outer thunks still run.
;; exit: 6
(import (scheme base) (scheme write) (scheme process-context))
(dynamic-wind
 (lambda () #f)
 (lambda ()
   (dynamic-wind (lambda () #f) (lambda () (exit 5)) (lambda () (display "inner") (newline) (exit 6))))   ;; => inner
 (lambda () (display "outer") (newline)))                  ;; => outer
