;;; A small `wc`, to be built into an executable of its own:
;;;
;;;   tiercel build --static examples/built/count.scm -o count
;;;   ./count -l *.scm
;;;
;;; Counts lines, words and characters of each file, or of standard input, and a total of several.  -l, -w and -c choose
;;; columns.  A file that cannot be read is told on standard error, the others are counted, and the exit status is 1.
;; args: -l -w examples/built/count.scm examples/built/nowhere.txt -
;; stdin: one two\nthree
;; exit: 1
(import (scheme base) (scheme char) (scheme file) (scheme process-context) (scheme write))

(define-record-type counts
  (make-counts lines words characters)
  counts?
  (lines lines-of)
  (words words-of)
  (characters characters-of))

(define nothing (make-counts 0 0 0))

(define (add a b)
  (make-counts (+ (lines-of a) (lines-of b)) (+ (words-of a) (words-of b)) (+ (characters-of a) (characters-of b))))

(define (count-port port)
  (let loop ((lines 0) (words 0) (characters 0) (inside? #f))
    (let ((next (read-char port)))
      (if (eof-object? next)
          (make-counts lines words characters)
          (let ((space? (char-whitespace? next)))
            (loop (if (char=? next #\newline) (+ lines 1) lines)
                  (if (or space? inside?) words (+ words 1))
                  (+ characters 1)
                  (not space?)))))))

(define (count-file name)
  (if (string=? name "-") (count-port (current-input-port)) (call-with-input-file name count-port)))

;;; --- What is shown

(define columns (list (cons "-l" lines-of) (cons "-w" words-of) (cons "-c" characters-of)))

(define (right-aligned number width)
  (let ((text (number->string number)))
    (string-append (make-string (max 0 (- width (string-length text))) #\space) text)))

(define (show counts chosen name)
  (for-each (lambda (column) (display (right-aligned ((cdr column) counts) 8))) chosen)
  (display " ")
  (display name)
  (newline))

(define (complain . parts)
  (for-each (lambda (part) (display part (current-error-port))) (cons "count: " parts))
  (newline (current-error-port)))

;;; --- The command line

(define (option? word) (and (> (string-length word) 1) (char=? (string-ref word 0) #\-)))

;; The options before the first file, and the files.
(define (split-arguments words)
  (let loop ((options '()) (words words))
    (if (and (pair? words) (option? (car words)))
        (loop (cons (car words) options) (cdr words))
        (values options words))))

(define (choose-columns options)
  (for-each (lambda (option)
              (unless (assoc option columns)
                (complain "there is no option " option)
                (complain "usage: count [-l] [-w] [-c] [FILE ...]")
                (exit 2)))
            options)
  (if (null? options) columns (let loop ((rest columns))
                                (cond ((null? rest) '())
                                      ((member (caar rest) options) (cons (car rest) (loop (cdr rest))))
                                      (else (loop (cdr rest)))))))

(define (count-all files chosen)
  (let loop ((rest files) (total nothing) (status 0))
    (cond ((null? rest)
           (when (> (length files) 1) (show total chosen "total"))
           status)
          ((guard (condition ((file-error? condition) #f)) (count-file (car rest)))
           => (lambda (counts)
                (show counts chosen (car rest))
                (loop (cdr rest) (add total counts) status)))
          (else
           (complain "cannot read " (car rest))
           (loop (cdr rest) total 1)))))

(define (main words)
  (let-values (((options files) (split-arguments words)))
    (exit (count-all (if (null? files) '("-") files) (choose-columns options)))))

(main (cdr (command-line)))
