;;; loop: two nested loops that count.
;;; group: loops
;;; native at least: 2 times interp, 50 times walker
;;; built at least: 100 times walker
(import (scheme base) (scheme write))

(define rounds 10)

(define (count n)
  (do ((i 0 (+ i 1))
       (total 0 (do ((j 0 (+ j 1))
                     (total total (if (< i j) (+ total 1) total)))
                    ((= j 1000) total))))
      ((= i n) total)))

(define (repeat n)
  (if (= n 1)
      (count 10000)
      (begin (count 10000) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 499500
