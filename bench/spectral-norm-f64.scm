;;; spectral-norm-f64: the spectral norm of an infinite matrix, by the power method on f64vectors.
;;; group: floats
;;; at most: 1.5 times c
(import (scheme base) (scheme inexact) (scheme write) (srfi 4))

(define (element i j)
  (/ 1.0 (+ (quotient (* (+ i j) (+ i j 1)) 2) i 1)))

(define (times! n v result)
  (do ((i 0 (+ i 1))) ((= i n))
    (let loop ((j 0) (sum 0.0))
      (if (< j n)
          (loop (+ j 1) (+ sum (* (element i j) (f64vector-ref v j))))
          (f64vector-set! result i sum)))))

(define (transposed-times! n v result)
  (do ((i 0 (+ i 1))) ((= i n))
    (let loop ((j 0) (sum 0.0))
      (if (< j n)
          (loop (+ j 1) (+ sum (* (element j i) (f64vector-ref v j))))
          (f64vector-set! result i sum)))))

(define (dot n u v)
  (let loop ((i 0) (sum 0.0))
    (if (< i n)
        (loop (+ i 1) (+ sum (* (f64vector-ref u i) (f64vector-ref v i))))
        sum)))

(define (spectral-norm n)
  (let ((u (make-f64vector n 1.0)) (v (make-f64vector n 0.0)) (w (make-f64vector n 0.0)))
    (do ((i 0 (+ i 1))) ((= i 10))
      (times! n u w)
      (transposed-times! n w v)
      (times! n v w)
      (transposed-times! n w u))
    (sqrt (/ (dot n u v) (dot n v v)))))

(write (exact (round (* 1e9 (spectral-norm 3000)))))
(newline)
;; => 1274224153
