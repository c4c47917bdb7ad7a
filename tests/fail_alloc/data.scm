;;; Whichever allocation fails while data are made, copied, sorted and looked up: an answer or a condition, a sound heap.
;; proves: R12
;; options: -I tests/support
(import (scheme base) (scheme char) (scheme write) (srfi 132) (tiercel hash-table) (tiercel-test failing))
(define (numbers n) (let loop ((i n) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))

(every-failure "lists" 5050
  (lambda () (apply + (map (lambda (x) (car (list-copy (list x)))) (append (numbers 100) '())))))
;; => lists ok
(every-failure "vectors" '(200 3 #(1 2 3 4))
  (lambda ()
    (let ((v (vector-append (make-vector 100 1) (vector-copy (make-vector 100 2)))))
      (list (vector-length v) (length (vector->list #(1 2 3))) (vector-map + #(0 1 2 3) #(1 1 1 1))))))
;; => vectors ok
(every-failure "large objects" '(10000 20000 30000)
  (lambda ()
    (list (vector-length (make-vector 10000 0)) (string-length (make-string 20000 #\λ))
          (bytevector-length (bytevector-append (make-bytevector 20000 1) (make-bytevector 10000 2))))))
;; => large objects ok
(every-failure "strings" "ABCABCλ-12.5"
  (lambda () (string-append (string-upcase (string-append "abc" "abc")) (string #\λ) (number->string -12.5))))
;; => strings ok
(every-failure "symbols" '(fresh-symbol-17 #t)
  (lambda () (list (string->symbol (string-append "fresh-symbol-" (number->string 17))) (symbol? (string->symbol "other one")))))
;; => symbols ok
(every-failure "hash tables" '(200 39800)
  (lambda ()
    (let ((table (make-hash-table)))
      (for-each (lambda (n) (hash-table-set! table (number->string n) (* 2 n))) (numbers 199))
      (hash-table-set! table 'zero 0)
      (list (hash-table-size table) (apply + (hash-table-values table))))))
;; => hash tables ok
(every-failure "sorting" '(1 2 3 4 5 6 7 8 9 10)
  (lambda () (list-sort < (reverse (numbers 10)))))
;; => sorting ok
(every-failure "bytevectors" "λx"
  (lambda () (utf8->string (bytevector-append (string->utf8 "λ") (bytevector 120)))))
;; => bytevectors ok
(define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))
(every-failure "records" '(1 3)
  (lambda () (let ((p (make-point 1 2))) (set-point-y! p (+ 1 (point-y p))) (list (point-x p) (point-y p)))))
;; => records ok
(every-failure "bignums" '(30414093201713378043612608166064768844377641568960512000000000000 65)
  (lambda ()
    (let loop ((i 50) (product 1))
      (if (= i 0) (list product (string-length (number->string product))) (loop (- i 1) (* i product))))))
;; => bignums ok
(every-failure "ratios and floats" '(137/60 2.283333333333333)
  (lambda () (let ((sum (apply + (map / '(1 2 3 4 5))))) (list sum (apply + (map (lambda (n) (/ 1.0 n)) '(1 2 3 4 5)))))))
;; => ratios and floats ok
