;;; `exit` decides the status, runs the after thunks on its way and flushes the ports.
;; exit: 7
(import (scheme base) (scheme write) (scheme process-context))
(dynamic-wind (lambda () #f) (lambda () (display "bye ") (exit 7)) (lambda () (display "after")))
;; => bye after
