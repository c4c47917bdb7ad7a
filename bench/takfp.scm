;;; takfp: the Takeuchi function over floats.  Measures calls with several floats, and tail calls.
;;; group: floats
(import (scheme base) (scheme write))

(define (tak x y z)
  (if (not (< y x))
      z
      (tak (tak (- x 1.) y z) (tak (- y 1.) z x) (tak (- z 1.) x y))))

(define (run n result)
  (if (= n 0)
      result
      (run (- n 1) (tak 18. 12. 6.))))

(write (run 12000 #f))
(newline)
;; => 7.0
