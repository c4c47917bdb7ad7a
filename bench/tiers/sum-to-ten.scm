;;; sum-to-ten: (+ 1 ... 10), 20 million times, with variables so that nothing is folded.
;;; group: arithmetic
;;; native at least: 2 times interp
(import (scheme base) (scheme write))

(define (sum a b c d e f g h i j) (+ a b c d e f g h i j))

(define (repeat n total)
  (if (= n 0)
      total
      (repeat (- n 1) (+ total (sum 1 2 3 4 5 6 7 8 9 (- n n -10))))))

(write (repeat 20000000 0))
(newline)
;; => 1100000000
