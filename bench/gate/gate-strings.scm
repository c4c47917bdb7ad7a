;;; gate-strings: strings built and scanned, for counting instructions.
;;; group: strings
(import (scheme base) (scheme write))
(define (build n) (let loop ((i 0) (s "")) (if (= i n) s (loop (+ i 1) (string-append s "ab")))))
(define (count s) (let loop ((i 0) (n 0)) (if (= i (string-length s)) n (loop (+ i 1) (if (char=? (string-ref s i) #\a) (+ n 1) n)))))
(write (count (build 500)))
(newline)
;; => 500
