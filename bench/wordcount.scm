;;; wordcount: the words of a text cut out, folded to lower case, counted in a table and sorted by count.
;;; group: strings
(import (scheme base) (scheme write) (scheme char) (srfi 69))

(define text
  "The falcon stoops. A falcon that waits on above the falconer sees the lure; the lure swings, the falcon turns, and
the turning falcon strikes. Hood and jess, bell and lure: old words for old work, and the old work goes on.")

(define (for-each-word procedure string)
  (let ((end (string-length string)))
    (let loop ((i 0) (start #f))
      (cond ((= i end) (when start (procedure (substring string start end))))
            ((char-alphabetic? (string-ref string i)) (loop (+ i 1) (or start i)))
            (start (procedure (substring string start i)) (loop (+ i 1) #f))
            (else (loop (+ i 1) #f))))))

(define (insert entry entries)
  (cond ((null? entries) (list entry))
        ((or (> (cdr entry) (cdar entries))
             (and (= (cdr entry) (cdar entries)) (string<? (car entry) (caar entries))))
         (cons entry entries))
        (else (cons (car entries) (insert entry (cdr entries))))))

(define (count rounds)
  (let ((counts (make-hash-table)) (words '()))
    (do ((i 0 (+ i 1)))
        ((= i rounds))
      (for-each-word
       (lambda (word)
         (let* ((key (string-downcase word)) (n (hash-table-ref/default counts key 0)))
           (when (= n 0) (set! words (cons key words)))
           (hash-table-set! counts key (+ n 1))))
       text))
    (let loop ((words words) (entries '()))
      (if (null? words)
          entries
          (loop (cdr words) (insert (cons (car words) (hash-table-ref/default counts (car words) 0)) entries))))))

(define entries (count 120000))
(write (list (car entries) (cadr entries) (length entries)))
(newline)
;; => (("the" . 840000) ("and" . 480000) 24)
