;;; A deep recursion that allocates at every level stays linear: a young collection scans only the frames that have run
;;; since the last one.  Four times the depth costs the collector about four times as much, not sixteen times.
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress     (a collection per level)
(import (scheme base) (scheme write) (tiercel memory))
(define (collector-us) (cdr (assq 'processor-us-total (memory-statistics))))
(define (grow n) (if (= n 0) '() (let ((level (make-vector 20 n))) (cons level (grow (- n 1))))))
(define (cost-of n)
  (collect-garbage)
  (let* ((before (collector-us)) (levels (length (grow n))))
    (write levels)
    (newline)
    (- (collector-us) before)))
(define small (cost-of 150000))                            ;; => 150000
(define large (cost-of 600000))                            ;; => 600000
(write (< large (+ 20000 (* 10 small))))
(newline)                                                  ;; => #t
