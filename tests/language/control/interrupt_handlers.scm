;;; with-interrupt-handler nests, is undone by escapes, and comes back with re-entry; an interrupt at every poll (a
;;; configuration of the test runner) changes nothing.
(import (scheme base) (scheme write) (tiercel kernel))
(define (show x . more) (write x) (for-each (lambda (x) (display " ") (write x)) more) (newline))
(show (with-interrupt-handler (lambda () #f) (lambda () (with-interrupt-handler (lambda () #f) (lambda () 5)))))   ;; => 5
(show (call/cc (lambda (k) (with-interrupt-handler (lambda () #f) (lambda () (k 6))))))     ;; => 6
(define (count n) (let loop ((i 0)) (if (< i n) (loop (+ i 1)) i)))
(show (with-interrupt-handler (lambda () (count 3)) (lambda () (count 1000))))              ;; => 1000
