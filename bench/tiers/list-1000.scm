;;; list-1000: a list of 1,000 numbers built and added up.
;;; group: lists
;;; native at least: 2 times interp
(import (scheme base) (scheme write))

(define rounds 50000)

(define (build n items) (if (= n 0) items (build (- n 1) (cons n items))))

(define (add items total) (if (null? items) total (add (cdr items) (+ total (car items)))))

(define (repeat n)
  (if (= n 1)
      (add (build 1000 (list)) 0)
      (begin (add (build 1000 (list)) 0) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 500500
