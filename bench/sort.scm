;;; sort: heapsort of a vector of pseudo-random fixnums.
;;; group: vectors
(import (scheme base) (scheme write))

(define (make-data n)
  (let ((v (make-vector n 0)))
    (let loop ((i 0) (state 12345))
      (if (= i n)
          v
          (let ((next (remainder (+ (* state 1103515245) 12345) 2147483648)))
            (vector-set! v i (quotient next 1024))
            (loop (+ i 1) next))))))

(define (sift! v root end)
  (let ((value (vector-ref v root)))
    (let loop ((hole root))
      (let ((child (+ 1 (* 2 hole))))
        (if (>= child end)
            (vector-set! v hole value)
            (let ((child (if (and (< (+ child 1) end)
                                  (< (vector-ref v child) (vector-ref v (+ child 1))))
                             (+ child 1)
                             child)))
              (if (< value (vector-ref v child))
                  (begin
                    (vector-set! v hole (vector-ref v child))
                    (loop child))
                  (vector-set! v hole value))))))))

(define (heapsort! v)
  (let ((n (vector-length v)))
    (do ((i (- (quotient n 2) 1) (- i 1))) ((< i 0)) (sift! v i n))
    (do ((end (- n 1) (- end 1)))
        ((= end 0) v)
      (let ((top (vector-ref v 0)))
        (vector-set! v 0 (vector-ref v end))
        (vector-set! v end top)
        (sift! v 0 end)))))

(define (sorted? v)
  (let loop ((i 1))
    (or (= i (vector-length v))
        (and (<= (vector-ref v (- i 1)) (vector-ref v i)) (loop (+ i 1))))))

(define (run n)
  (let ((sorted (heapsort! (make-data 600000))))
    (if (= n 1) (sorted? sorted) (run (- n 1)))))

(write (run 5))
(newline)
;; => #t
