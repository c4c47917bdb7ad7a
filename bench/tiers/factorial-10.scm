;;; factorial-10: the factorial of 10, 3 million times.
;;; group: calls
;;; native at least: 2 times interp
(import (scheme base) (scheme write))

(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))

(define (repeat n total)
  (if (= n 0)
      total
      (repeat (- n 1) (+ total (factorial 10)))))

(write (repeat 3000000 0))
(newline)
;; => 10886400000000
