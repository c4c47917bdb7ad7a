;; stdin: first\n(a b) rest
(import (scheme base) (scheme read) (scheme write))
(write (list (read-line) (read) (read-line) (eof-object? (read-line))))
(newline)                                                  ;; => ("first" (a b) " rest" #t)
