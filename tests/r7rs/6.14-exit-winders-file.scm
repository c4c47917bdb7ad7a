;;; What an exit left in a file: the text that was in the port's buffer.
(import (scheme base) (scheme write) (scheme file) (scheme process-context))
(define file "/tmp/tiercel-test-exit-file.tmp")
(define port (open-output-file file))
(write-string "in the buffer" port)
(define again (open-input-file file))
(write (eof-object? (read-line again)))                    ;; => #t
(newline)
(flush-output-port port)
(write (read-line again))                                  ;; => "in the buffer"
(newline)
(delete-file file)
(exit)
