;;; factorial-10: the factorial of 10.
;;; group: calls
;;; native at least: 2.5 times interp
(import (scheme base) (scheme write))

(define rounds 10000000)

(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))

(define (repeat n)
  (if (= n 1)
      (factorial 10)
      (begin (factorial 10) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 3628800
