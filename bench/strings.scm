;;; strings: building, appending and scanning strings character by character.
;;; group: strings
(import (scheme base) (scheme write))

(define (repeat-string s n)
  (let loop ((i 0) (result ""))
    (if (= i n) result (loop (+ i 1) (string-append result s)))))

(define (count-char c s)
  (let ((end (string-length s)))
    (let loop ((i 0) (count 0))
      (cond ((= i end) count)
            ((char=? (string-ref s i) c) (loop (+ i 1) (+ count 1)))
            (else (loop (+ i 1) count))))))

(define (reverse-string s)
  (let* ((n (string-length s)) (r (make-string n #\space)))
    (do ((i 0 (+ i 1)))
        ((= i n) r)
      (string-set! r i (string-ref s (- n i 1))))))

(define text (repeat-string "the quick brown fox jumps over the lazy dog " 400))

(define (run n)
  (let loop ((i 0) (total 0))
    (if (= i n)
        total
        (loop (+ i 1) (+ total (count-char #\o (reverse-string text)))))))

(write (list (string-length text) (run 6000)))
(newline)
;; => (17600 9600000)
