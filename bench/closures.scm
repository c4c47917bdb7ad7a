;;; closures: counters, adders and composed functions made and called in loops.
;;; group: closures
(import (scheme base) (scheme write))

(define (make-adder n) (lambda (x) (+ x n)))
(define (compose f g) (lambda (x) (f (g x))))
(define (make-counter)
  (let ((count 0))
    (lambda () (set! count (+ count 1)) count)))

(define (add-up n)
  (let ((counter (make-counter)))
    (let loop ((i 0) (total 0))
      (if (= i n)
          (+ total (counter))
          (begin
            (counter)
            (loop (+ i 1) ((compose (make-adder i) (make-adder 1)) total)))))))

(write (add-up 800000000))
(newline)
;; => 320000001200000001
