;;; matrix-f64: the product of two square matrices of floats, each one f64vector.
;;; group: floats
;;; at most: 1.5 times c
(import (scheme base) (scheme write) (srfi 4))

(define n 200)

(define (fill! m element)
  (do ((i 0 (+ i 1))) ((= i n))
    (do ((j 0 (+ j 1))) ((= j n))
      (f64vector-set! m (+ (* i n) j) (element i j)))))

(define (product! a b c)
  (do ((i 0 (+ i 1))) ((= i n))
    (let ((row (* i n)))
      (do ((j 0 (+ j 1))) ((= j n))
        (let loop ((k 0) (sum 0.0))
          (if (< k n)
              (loop (+ k 1) (+ sum (* (f64vector-ref a (+ row k)) (f64vector-ref b (+ (* k n) j)))))
              (f64vector-set! c (+ row j) sum)))))))

(define a (make-f64vector (* n n) 0.0))
(define b (make-f64vector (* n n) 0.0))
(define c (make-f64vector (* n n) 0.0))
(fill! a (lambda (i j) (/ (+ i j 1.0) n)))
(fill! b (lambda (i j) (if (= i j) 2.0 0.0)))
(do ((i 0 (+ i 1))) ((= i 160)) (product! a b c))
(write (f64vector-ref c (+ (* 3 n) 46)))
(newline)
;; => 0.5
