;;; sum-to-ten: (+ 1 ... 10), of variables.
;;; group: arithmetic
;;; native at least: 1.2 times interp
(import (scheme base) (scheme write))

(define rounds 40000000)

(define result 0)

(define (sum a b c d e f g h i j) (set! result (+ a b c d e f g h i j)) result)

(define (repeat n)
  (if (= n 1)
      (sum n 2 3 4 5 6 7 8 9 10)
      (begin (sum n 2 3 4 5 6 7 8 9 10) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 55
