;;; sieve: the sieve of Eratosthenes in a vector.
;;; group: vectors
(import (scheme base) (scheme write))

(define (count-primes limit)
  (let ((composite (make-vector (+ limit 1) #f)))
    (let loop ((i 2) (count 0))
      (cond ((> i limit) count)
            ((vector-ref composite i) (loop (+ i 1) count))
            (else
             (do ((j (* i i) (+ j i))) ((> j limit)) (vector-set! composite j #t))
             (loop (+ i 1) (+ count 1)))))))

(define (run n)
  (let ((result (count-primes 300000)))
    (if (= n 1) result (run (- n 1)))))

(write (run 400))
(newline)
;; => 25997
