;;; A key that a table does not hold.
;; error T3015
(import (scheme base) (scheme write) (tiercel hash-table))
(define prices (make-hash-table))
(hash-table-set! prices 'tea 3)
(define (price what) (* 2 (hash-table-ref prices what)))
(display (price 'tea))
(newline)
(display (+ 1 (price 'coffee)))
