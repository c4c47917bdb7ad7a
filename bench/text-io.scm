;;; text-io: a text file written line by line, then read by lines and by characters.
;;; group: input and output
(import (scheme base) (scheme write) (scheme file))

(define path "/tmp/tiercel-bench-text-io.txt")
(define line "It was the best of times, it was the worst of times, it was the age of wisdom.")

(define (write-lines n)
  (call-with-output-file path
    (lambda (port)
      (do ((i 0 (+ i 1)))
          ((= i n))
        (write-string line port)
        (newline port)))))

(define (count-lines)
  (call-with-input-file path
    (lambda (port)
      (let loop ((lines 0) (characters 0))
        (let ((text (read-line port)))
          (if (eof-object? text)
              (cons lines characters)
              (loop (+ lines 1) (+ characters (string-length text)))))))))

(define (count-words)
  (call-with-input-file path
    (lambda (port)
      (let loop ((words 0) (inside #f))
        (let ((c (read-char port)))
          (cond ((eof-object? c) (if inside (+ words 1) words))
                ((or (char=? c #\space) (char=? c #\newline)) (loop (if inside (+ words 1) words) #f))
                (else (loop words #t))))))))

(when (file-exists? path) (delete-file path))
(write-lines 600000)
(write (list (count-lines) (count-words)))
(newline)
(delete-file path)
;; => ((600000 . 46800000) 10800000)
