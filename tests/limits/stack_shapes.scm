;;; Recursion a million deep through everything that calls back, and a thousand overflows in a row in a small heap.
;; assertions
;; timeout: 120
;; proves: O11 R12
;; options: --heap-limit=1G
;; skip: gc-stress gc-stress-opt=0 asan asan-gc-stress interrupt-stress     (10^6 frames: minutes there)
(import (scheme base) (scheme lazy) (scheme write) (scheme read) (tiercel-test assert))
(define million 1000000)

(test-section "O11 deep recursion")
(define (count-down n) (if (= n 0) 0 (+ 1 (count-down (- n 1)))))
(test million (count-down million))
(define (even-deep? n) (if (= n 0) #t (not (odd-deep? (- n 1)))))
(define (odd-deep? n) (if (= n 0) #t (not (even-deep? (- n 1)))))
(test #t (even-deep? million))
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(test million (length (build million)))
(test million (let loop ((n million)) (if (= n 0) 0 (+ 1 (apply loop (list (- n 1)))))))
(test 300000 (let loop ((n 300000)) (if (= n 0) 0 (+ 1 (car (map loop (list (- n 1))))))))
(test 300000 (let loop ((n 300000)) (if (= n 0) 0 (+ 1 (call-with-values (lambda () (loop (- n 1))) (lambda (x) x))))))
(test 100000 (let loop ((n 100000)) (if (= n 0) 0 (+ 1 (dynamic-wind (lambda () #f) (lambda () (loop (- n 1))) (lambda () #f))))))
(test 100000 (let loop ((n 100000)) (if (= n 0) 0 (+ 1 (guard (e (#f 0)) (loop (- n 1)))))))
(test 100000 (let ((p (make-parameter 0))) (let loop ((n 100000)) (if (= n 0) (p) (parameterize ((p (+ 1 (p)))) (+ 0 (loop (- n 1))))))))
(test million (let loop ((n million)) (if (= n 0) 0 (+ 1 (call/cc (lambda (k) (loop (- n 1))))))))
(test 300000 (let loop ((n 300000)) (if (= n 0) 0 (+ 1 (force (delay (loop (- n 1))))))))
(test 300000 (let loop ((n 300000)) (if (= n 0) 0 (+ 1 (with-exception-handler (lambda (e) 0) (lambda () (loop (- n 1))))))))
(test 7 (let deep ((n million)) (if (= n 0) (call/cc (lambda (k) (k 7))) (let ((x (deep (- n 1)))) x))))
(test 'escaped (call/cc (lambda (k) (let deep ((n million)) (if (= n 0) (k 'escaped) (+ 1 (deep (- n 1))))))))
(test 'raised (guard (e (#t e)) (let deep ((n million)) (if (= n 0) (raise 'raised) (+ 1 (deep (- n 1)))))))
(define (nest n) (let loop ((n n) (x '())) (if (= n 0) x (loop (- n 1) (list x)))))
(test #t (equal? (nest million) (nest million)))
(test (* 2 million) (string-length (let ((p (open-output-string))) (write (nest (- million 1)) p) (get-output-string p))))
(test #t (equal? (nest 999) (read (let ((p (open-output-string))) (write (nest 999) p) (open-input-string (get-output-string p))))))
(test-end)
