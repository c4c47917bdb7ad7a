;; Tables whose keys share their low bits, lie in blocks or in a row: every key is found, and none that is not there.
(import (scheme base) (scheme write) (srfi 69))

(define n 3000)

(define (misses key)
  (let ((table (make-hash-table)))
    (do ((i 0 (+ i 1))) ((= i n)) (hash-table-set! table (key i) i))
    (do ((i 0 (+ i 3))) ((>= i n)) (hash-table-delete! table (key i)))
    (let loop ((i 0) (wrong (if (= (hash-table-size table) (* 2 (quotient n 3))) 0 1)))
      (if (= i n)
          wrong
          (loop (+ i 1)
                (if (eqv? (hash-table-ref/default table (key i) -1) (if (= 0 (remainder i 3)) -1 i))
                    wrong
                    (+ wrong 1)))))))

(define (shifted bits) (lambda (i) (* i (expt 2 bits))))
(write (map (lambda (bits) (misses (shifted bits))) '(0 1 4 8 12 16 20 32 45 60 70)))
(newline)
;; => (0 0 0 0 0 0 0 0 0 0 0)

(define pairs (let loop ((i 0) (all '())) (if (= i n) (list->vector all) (loop (+ i 1) (cons (list 'key) all)))))
(define (block size distance) (lambda (i) (+ (remainder i size) (* (quotient i size) distance))))
(write (list (misses (block 100 65536)) (misses (block 10 1048576)) (misses -) (misses integer->char)
             (misses (lambda (i) (/ i 8.0)))
             (misses (lambda (i) (number->string i)))
             (misses (lambda (i) (list i (vector i))))))
(newline)
;; => (0 0 0 0 0 0 0)

;; By address, across collections.
(define by-address (make-hash-table eq?))
(do ((i 0 (+ i 1))) ((= i n)) (hash-table-set! by-address (vector-ref pairs i) i))
(define (found) (let loop ((i 0) (sum 0)) (if (= i n) sum (loop (+ i 1) (+ sum (hash-table-ref/default by-address (vector-ref pairs i) 0))))))
(write (found))
(newline)
;; => 4498500
(do ((i 0 (+ i 1))) ((= i 300000)) (list i i))
(write (found))
(newline)
;; => 4498500
