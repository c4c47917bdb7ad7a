;;; list-1000: a list of 1,000 numbers built and added up, 20,000 times.
;;; group: lists
;;; native at least: 2 times interp
(import (scheme base) (scheme write))

(define (build n items) (if (= n 0) items (build (- n 1) (cons n items))))

(define (add items total) (if (null? items) total (add (cdr items) (+ total (car items)))))

(define (repeat n total)
  (if (= n 0)
      total
      (repeat (- n 1) (+ total (add (build 1000 (list)) 0)))))

(write (repeat 20000 0))
(newline)
;; => 10010000000
