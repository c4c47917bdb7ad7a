;;; A raise that nobody catches runs the after thunks too, then reports and ends with status 1.
;; exit: 1
;; error-text: uncaught object oops
(import (scheme base) (scheme write))
(dynamic-wind
 (lambda () (display "in") (newline))                      ;; => in
 (lambda () (raise 'oops))
 (lambda () (display "out") (newline)))                    ;; => out
(display "never")
