;;; gate-callcc: escapes and handlers, for counting instructions.
;;; group: call/cc
(import (scheme base) (scheme write))
(define (escape n) (call-with-current-continuation (lambda (k) (if (even? n) (k 1) 2))))
(define (run n total) (if (= n 0) total (run (- n 1) (+ total (escape n) (guard (e (#t e)) (raise 1))))))
(write (run 500 0))
(newline)
;; => 1250
