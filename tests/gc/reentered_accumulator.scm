;; A continuation that is entered again finds the registers of its frame as they were, also those that were dead when it
;; was captured and live when it is entered. Found by fuzz/compare_levels.py; run with a collection at every poll.
;; options: --gc-stress
(define level (make-parameter 1))
(define (out x) x)

(write (parameterize ((level (out 2))) (/ 6 (+ 1 (abs (call/cc (lambda (k) -2)))))))
(newline)
;; => 2

(let*-values (((a b) (values (let ((k #f) (n 0))
                               (let ((x (call/cc (lambda (c) (set! k c) 5))))
                                 (set! n (+ n 1))
                                 (if (< n 3) (k (+ x n)) (list x n))))
                             'end)))
  (write (list a b))
  (newline))
;; => ((8 3) end)
