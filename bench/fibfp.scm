;;; fibfp: doubly recursive Fibonacci numbers as floats.  Measures floats as arguments and results of calls.
;;; group: floats
(import (scheme base) (scheme write))

(define (fibfp n)
  (if (< n 2.)
      n
      (+ (fibfp (- n 1.)) (fibfp (- n 2.)))))

(write (fibfp 43.))
(newline)
;; => 433494437.0
