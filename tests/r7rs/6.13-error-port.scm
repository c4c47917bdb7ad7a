;;; Everything that writes a port may write the error port, which has no buffer: each call hands its bytes on, once.
(define port (current-error-port))
(display "one" port)
(write #\space port)
(write-string "two" port)
(write-char #\! port)
(newline port)
(display '(a list) port)
(flush-output-port port)
(write-shared "" port)
(newline port)
(display "done")  ;; => done
