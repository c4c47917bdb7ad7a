;;; datum-io: a large datum written and read back.
;;; group: input and output
(import (scheme base) (scheme write) (scheme read) (scheme file))

(define path "/tmp/tiercel-bench-datum-io.txt")

(define (make-datum n)
  (let loop ((i 0) (all '()))
    (if (= i n)
        all
        (loop (+ i 1) (cons (list i 'symbol "a string" (vector i 2.5 #\a) (* i 1.25)) all)))))

(define datum (make-datum 400000))
(when (file-exists? path) (delete-file path))
(call-with-output-file path (lambda (port) (write datum port)))
(define copy (call-with-input-file path read))
(write (list (length copy) (equal? datum copy)))
(newline)
(delete-file path)
;; => (400000 #t)
