;;; quicksort: a vector of pseudo-random fixnums sorted in place.
;;; group: sorting
(import (scheme base) (scheme write))

(define (fill-random! v)
  (let loop ((i 0) (seed 42))
    (when (< i (vector-length v))
      (vector-set! v i seed)
      (loop (+ i 1) (remainder (+ (* seed 16807) 11) 2147483647)))))

(define (quicksort! v low high)
  (when (< low high)
    (let ((pivot (vector-ref v (quotient (+ low high) 2))))
      (let partition ((i low) (j high))
        (cond ((> i j)
               (quicksort! v low j)
               (quicksort! v i high))
              ((< (vector-ref v i) pivot) (partition (+ i 1) j))
              ((> (vector-ref v j) pivot) (partition i (- j 1)))
              (else
               (let ((t (vector-ref v i)))
                 (vector-set! v i (vector-ref v j))
                 (vector-set! v j t)
                 (partition (+ i 1) (- j 1)))))))))

(define (sorted? v)
  (let loop ((i 1))
    (or (= i (vector-length v))
        (and (<= (vector-ref v (- i 1)) (vector-ref v i)) (loop (+ i 1))))))

(define (run v n)
  (fill-random! v)
  (quicksort! v 0 (- (vector-length v) 1))
  (if (= n 1) (sorted? v) (run v (- n 1))))

(write (run (make-vector 600000) 10))
(newline)
;; => #t
