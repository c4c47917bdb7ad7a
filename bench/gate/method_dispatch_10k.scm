;;; method_dispatch_10k: calls through a table of procedures that the type of a record chooses.
;; proves: R9
;;; group: records
(import (scheme base) (scheme write))
(define-record-type cat (make-cat age) cat? (age cat-age))
(define-record-type dog (make-dog age) dog? (age dog-age))
(define-record-type owl (make-owl age) owl? (age owl-age))
(define methods (vector (cons cat? cat-age) (cons dog? (lambda (d) (* 7 (dog-age d)))) (cons owl? owl-age)))
(define (call-method animal)
  (let loop ((i 0))
    (let ((row (vector-ref methods i)))
      (if ((car row) animal) ((cdr row) animal) (loop (+ i 1))))))
(define animals (vector (make-cat 1) (make-dog 2) (make-owl 3)))
(write (do ((i 0 (+ i 1)) (sum 0 (+ sum (call-method (vector-ref animals (remainder i 3)))))) ((= i 10000) sum)))
(newline)
;; => 59995
