;;; loop: two nested loops that count, 50 million turns.
;;; group: loops
;;; native at least: 4 times interp, 10 times walker
(import (scheme base) (scheme write))

(define (count n m)
  (do ((i 0 (+ i 1))
       (total 0 (do ((j 0 (+ j 1))
                     (total total (if (< i j) (+ total 1) total)))
                    ((= j m) total))))
      ((= i n) total)))

(write (count 50000 1000))
(newline)
;; => 499500
