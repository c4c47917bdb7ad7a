;;; ctak: tak in which every result is returned through a continuation.  Measures call/cc.
;;; group: call/cc
(import (scheme base) (scheme write))

(define (ctak x y z)
  (call-with-current-continuation (lambda (k) (ctak-aux k x y z))))

(define (ctak-aux k x y z)
  (if (not (< y x))
      (k z)
      (call-with-current-continuation
       (lambda (k)
         (ctak-aux k
                   (call-with-current-continuation (lambda (k) (ctak-aux k (- x 1) y z)))
                   (call-with-current-continuation (lambda (k) (ctak-aux k (- y 1) z x)))
                   (call-with-current-continuation (lambda (k) (ctak-aux k (- z 1) x y))))))))

(define (repeat n)
  (let ((result (list (ctak 18 12 6) (ctak 18 12 5) (ctak 18 11 6) (ctak 19 12 6) (ctak 20 12 6))))
    (if (= n 1) result (repeat (- n 1)))))

(write (repeat 20))
(newline)
;; => (7 6 11 12 7)
