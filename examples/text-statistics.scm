;;; Text statistics over a large file: the program writes a text of 40,000 lines, reads it back line by line, and counts
;;; lines, words, characters, the longest line, word lengths, and the most frequent words.
(import (scheme base) (scheme char) (scheme file) (scheme write))

;;; Making the text.  The words are drawn by a small generator so that the text is the same everywhere.

(define words
  #("the" "falcon" "rises" "over" "a" "cold" "river" "and" "sees" "every" "small" "thing" "that" "moves" "in" "grass"
    "it" "waits" "then" "falls" "like" "stone" "Tiercel" "is" "male" "hunting" "bird" "of" "kings" "swift"))

(define (make-random seed)
  (let ((state seed))
    (lambda (limit)
      (set! state (modulo (+ (* state 1103515245) 12345) 2147483648))
      (modulo (quotient state 65536) limit))))

;; Small numbers are drawn more often than large ones, so that the frequencies differ.
(define (skewed random limit)
  (min (random limit) (random limit)))

(define (write-sentence random out)
  (let loop ((remaining (+ 4 (random 9))))
    (write-string (vector-ref words (skewed random (vector-length words))) out)
    (cond ((= remaining 1) (write-string "." out))
          (else
           (write-string (if (= 0 (random 7)) ", " " ") out)
           (loop (- remaining 1))))))

(define (write-text path lines)
  (call-with-output-file path
    (lambda (out)
      (let ((random (make-random 42)))
        (do ((i 0 (+ i 1)))
            ((= i lines))
          (write-sentence random out)
          (newline out))))))

;;; Counting.  A table is a vector of buckets; keys are strings.

(define table-size 127)

(define (string-hash s)
  (let loop ((i 0) (hash 5381))
    (if (= i (string-length s))
        (modulo hash table-size)
        (loop (+ i 1) (modulo (+ (* hash 33) (char->integer (string-ref s i))) 1000003)))))

(define (make-table) (make-vector table-size '()))

(define (table-increment! table key)
  (let* ((index (string-hash key))
         (entry (assoc key (vector-ref table index) string=?)))
    (if entry
        (set-cdr! entry (+ 1 (cdr entry)))
        (vector-set! table index (cons (cons key 1) (vector-ref table index))))))

(define (table->list table)
  (let loop ((i 0) (entries '()))
    (if (= i table-size)
        entries
        (loop (+ i 1) (append (vector-ref table i) entries)))))

;;; Words

;; Calls `visit` with each word of the line in lower case.
(define (for-each-word visit line)
  (let ((end (string-length line)))
    (let loop ((i 0))
      (cond ((= i end) #f)
            ((char-alphabetic? (string-ref line i))
             (let scan ((j i))
               (if (and (< j end) (char-alphabetic? (string-ref line j)))
                   (scan (+ j 1))
                   (begin
                     (visit (string-downcase (substring line i j)))
                     (loop j)))))
            (else (loop (+ i 1)))))))

;;; Sorting: merge sort, stable

(define (merge before? a b)
  (let loop ((a a) (b b) (merged '()))
    (cond ((null? a) (append-reverse merged b))
          ((null? b) (append-reverse merged a))
          ((before? (car b) (car a)) (loop a (cdr b) (cons (car b) merged)))
          (else (loop (cdr a) b (cons (car a) merged))))))

(define (append-reverse reversed tail)
  (if (null? reversed) tail (append-reverse (cdr reversed) (cons (car reversed) tail))))

(define (sort before? items)
  (let ((n (length items)))
    (if (< n 2)
        items
        (let ((half (quotient n 2)))
          (merge before?
                 (sort before? (take items half))
                 (sort before? (list-tail items half)))))))

(define (take items n)
  (if (= n 0) '() (cons (car items) (take (cdr items) (- n 1)))))

(define (more-frequent? a b)
  (or (> (cdr a) (cdr b))
      (and (= (cdr a) (cdr b)) (string<? (car a) (car b)))))

;;; The statistics

(define-record-type statistics
  (make-statistics lines characters words longest lengths table)
  statistics?
  (lines lines set-lines!)
  (characters characters set-characters!)
  (words word-count set-word-count!)
  (longest longest set-longest!)
  (lengths lengths)
  (table table))

(define (count-line! s line)
  (set-lines! s (+ 1 (lines s)))
  (set-characters! s (+ 1 (string-length line) (characters s)))
  (when (> (string-length line) (string-length (longest s)))
    (set-longest! s line))
  (for-each-word
   (lambda (word)
     (set-word-count! s (+ 1 (word-count s)))
     (let ((n (string-length word)))
       (vector-set! (lengths s) n (+ 1 (vector-ref (lengths s) n))))
     (table-increment! (table s) word))
   line))

(define (count-file path)
  (let ((s (make-statistics 0 0 0 "" (make-vector 20 0) (make-table))))
    (call-with-input-file path
      (lambda (in)
        (let loop ((line (read-line in)))
          (if (eof-object? line)
              s
              (begin
                (count-line! s line)
                (loop (read-line in)))))))))

(define (show label value)
  (display label)
  (display ": ")
  (write value)
  (newline))

(define (bar count per-star)
  (make-string (quotient count per-star) #\*))

(define path "tiercel-text-statistics.tmp")

(write-text path 40000)
(define s (count-file path))
(show "lines" (lines s))
(show "words" (word-count s))
(show "characters" (characters s))
(show "longest line" (longest s))
(show "different words" (length (table->list (table s))))
(display "most frequent:")
(newline)
(for-each
 (lambda (entry)
   (display "  ")
   (display (car entry))
   (display " ")
   (display (cdr entry))
   (display " ")
   (display (bar (cdr entry) 1000))
   (newline))
 (take (sort more-frequent? (table->list (table s))) 8))
(show "words by length" (vector-copy (lengths s) 0 9))
(delete-file path)
(show "file removed" (not (file-exists? path)))
;; => lines: 40000
;; => words: 319931
;; => characters: 1724559
;; => longest line: "river thing, river, sees falcon cold, waits thing, rises river, Tiercel small."
;; => different words: 30
;; => most frequent:
;; =>   the 21052 *********************
;; =>   falcon 20529 ********************
;; =>   rises 19655 *******************
;; =>   over 18971 ******************
;; =>   a 18171 ******************
;; =>   cold 17469 *****************
;; =>   river 16806 ****************
;; =>   and 15986 ***************
;; => words by length: #(0 18171 26609 37038 85563 123551 20529 8470 0)
;; => file removed: #t
