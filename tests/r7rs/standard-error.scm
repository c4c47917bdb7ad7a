;;; Standard error is written at once, whichever procedure writes, and however often; what was written is there once.
;; error-text: one two (3 "four")| five|#\a
;; error-text: six
(import (scheme base) (scheme write))
(define port (current-error-port))
(display "one" port)
(write-char #\space port)
(write-string "two " port)
(write '(3 "four") port)
(write-simple '| five| port)
(write-shared #\a port)
(newline port)
(parameterize ((current-output-port port)) (display "six") (newline))
(flush-output-port port)
(display "done") ;; => done
