;;; tak-18-12-6: Takeuchi's function.
;;; group: calls
;;; native at least: 3 times interp, 50 times walker
;;; built at least: 100 times walker
(import (scheme base) (scheme write))

(define rounds 2000)

(define (tak x y z)
  (if (not (< y x))
      z
      (tak (tak (- x 1) y z) (tak (- y 1) z x) (tak (- z 1) x y))))

(define (repeat n)
  (if (= n 1)
      (tak 18 12 6)
      (begin (tak 18 12 6) (repeat (- n 1)))))

(write (repeat rounds))
(newline)
;; => 7
