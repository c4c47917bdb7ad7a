;; args: one "two words"
(import (scheme base) (scheme write) (scheme process-context))
(write (cdr (command-line)))
(newline)                                                  ;; => ("one" "two words")
