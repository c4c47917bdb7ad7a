;;; pidigits: the digits of pi by an unbounded spigot (J. Gibbons, "Unbounded Spigot Algorithms for the Digits of Pi",
;;; American Mathematical Monthly 113, 2006): bignum products and quotients.
;;; group: bignums
(import (scheme base) (scheme write))

(define (digits wanted)
  (let loop ((q 1) (r 0) (t 1) (k 1) (n 3) (l 3) (found 0) (sum 0))
    (cond ((= found wanted) sum)
          ((< (- (+ (* 4 q) r) t) (* n t))
           (loop (* q 10)
                 (* 10 (- r (* n t)))
                 t
                 k
                 (- (quotient (* 10 (+ (* 3 q) r)) t) (* 10 n))
                 l
                 (+ found 1)
                 (+ sum n)))
          (else
           (loop (* q k)
                 (* (+ (* 2 q) r) l)
                 (* t l)
                 (+ k 1)
                 (quotient (+ (* q (+ (* 7 k) 2)) (* r l)) (* t l))
                 (+ l 2)
                 found
                 sum)))))

(write (digits 5000))
(newline)
;; => 22679
