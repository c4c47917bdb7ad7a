;;; symbols: names made, interned, compared and used as keys of a property list.
;;; group: symbols
(import (scheme base) (scheme write))

(define (name i) (string->symbol (string-append "name-" (number->string (remainder i 500)))))

(define (bump table key)
  (let ((entry (assq key table)))
    (if entry
        (begin (set-cdr! entry (+ 1 (cdr entry))) table)
        (cons (cons key 1) table))))

(define (run n)
  (let loop ((i 0) (table '()))
    (if (= i n)
        (list (length table) (cdr (assq 'name-7 table)))
        (loop (+ i 1) (bump table (name i))))))

(write (run 2000000))
(newline)
;; => (500 4000)
