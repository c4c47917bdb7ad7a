;;; A file that is not there.
;; error T4004
(import (scheme base) (scheme file) (scheme write))
(define (first-line path)
  (string-append (call-with-input-file path read-line) "!"))
(display (first-line "no/such/file.txt"))
