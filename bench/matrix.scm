;;; matrix: the product of two square matrices of floats, as vectors of vectors.
;;; group: floats
(import (scheme base) (scheme write))

(define (make-matrix n element)
  (let ((m (make-vector n)))
    (do ((i 0 (+ i 1)))
        ((= i n) m)
      (let ((row (make-vector n)))
        (do ((j 0 (+ j 1)))
            ((= j n))
          (vector-set! row j (element i j)))
        (vector-set! m i row)))))

(define (matrix-ref m i j) (vector-ref (vector-ref m i) j))

(define (product a b)
  (let ((n (vector-length a)))
    (make-matrix n
                 (lambda (i j)
                   (let ((row (vector-ref a i)))
                     (let loop ((k 0) (sum 0.0))
                       (if (= k n) sum (loop (+ k 1) (+ sum (* (vector-ref row k) (matrix-ref b k j)))))))))))

(define n 300)
(define a (make-matrix n (lambda (i j) (/ (+ i j 1.0) n))))
(define b (make-matrix n (lambda (i j) (if (= i j) 2.0 0.0))))
(define c (product a (product b a)))
(define d (product b (product a a)))
(write (= (matrix-ref c 3 50) (matrix-ref d 3 50)))
(newline)
;; => #t
