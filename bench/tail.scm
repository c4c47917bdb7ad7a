;;; tail: mutual tail calls with different argument counts, and a loop through apply.
;;; group: calls
(import (scheme base) (scheme write))

(define (ping n a) (if (= n 0) a (pong (- n 1) a n)))
(define (pong n a b) (if (= n 0) a (pang (- n 1))))
(define (pang n) (if (= n 0) 'pang (ping (- n 1) n)))

(define (applied n)
  (if (= n 0) 'done (apply applied (list (- n 1)))))

(write (list (ping 500000000 0) (applied 40000000)))
(newline)
;; => (pang done)
