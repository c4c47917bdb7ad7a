;;; Sizes that cannot be: each ends at once in a condition, and the program goes on.
;; proves: R12
;; assertions
(import (scheme base) (scheme read) (scheme write) (scheme time) (tiercel-test assert))

;; Whether the thunk raises within a tenth of a second (the goal is a hundredth; the machine may be busy).
(define (refused-at-once? thunk)
  (let ((start (current-jiffy)))
    (and (guard (e ((error-object? e) #t)) (thunk) #f)
         (< (- (current-jiffy) start) (quotient (jiffies-per-second) 10)))))

(test-section "sizes")
(test #t (refused-at-once? (lambda () (make-vector 1000000000000 0))))
(test #t (refused-at-once? (lambda () (make-string 1000000000000 #\a))))
(test #t (refused-at-once? (lambda () (make-bytevector 1000000000000 0))))
(test #t (refused-at-once? (lambda () (make-vector (expt 2 62) 0))))
(test #t (refused-at-once? (lambda () (make-list -1 0))))
(test #t (refused-at-once? (lambda () (expt 7 (expt 10 12)))))
(test #t (refused-at-once? (lambda () (read (open-input-string "#e1e100000000")))))
(test #t (refused-at-once? (lambda () (exact (string->number "#e1e100000000")))))
(test #t (refused-at-once? (lambda () (read (open-input-string "(1 2")))))

(test-section "depth")
(define (nested open close n)
  (let ((port (open-output-string)))
    (do ((i 0 (+ i 1))) ((= i n)) (write-string open port))
    (write-string "x" port)
    (do ((i 0 (+ i 1))) ((= i n)) (write-string close port))
    (read (open-input-string (get-output-string port)))))
(define (depth datum) (let loop ((n 0) (d datum)) (if (pair? d) (loop (+ n 1) (car d)) n)))
(define (quotes datum) (let loop ((n 0) (d datum)) (if (pair? d) (loop (+ n 1) (cadr d)) n)))
(test 200000 (depth (nested "(" ")" 200000)))
(test 200000 (quotes (nested "'" "" 200000)))
(test #t (equal? (nested "(" ")" 100000) (nested "(" ")" 100000)))
(test #t (let ((port (open-output-string))) (write (nested "#(" ")" 100000) port) (= 300001 (string-length (get-output-string port)))))
(test-end)
