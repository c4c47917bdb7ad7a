;;; hash-table: counting, updating and looking up in tables with fixnum, symbol and string keys.
;;; group: hash tables
(import (scheme base) (scheme write) (srfi 69))

(define (fill-with-integers table n)
  (do ((i 0 (+ i 1)))
      ((= i n))
    (hash-table-set! table (* i 7) i)))

(define (sum-of-integers table n)
  (let loop ((i 0) (total 0))
    (if (= i n)
        total
        (loop (+ i 1) (+ total (hash-table-ref/default table (* i 7) 0))))))

(define words (map symbol->string '(the quick brown fox jumps over lazy dog and runs into deep green woods)))

(define (count-words table rounds)
  (do ((i 0 (+ i 1)))
      ((= i rounds))
    (for-each
     (lambda (word) (hash-table-set! table word (+ 1 (hash-table-ref/default table word 0))))
     words)))

(define integers (make-hash-table))
(define counts (make-hash-table))
(fill-with-integers integers 2000000)
(count-words counts 600000)
(write (list (sum-of-integers integers 2000000) (hash-table-ref/default counts "fox" 0)))
(newline)
;; => (1999999000000 600000)
