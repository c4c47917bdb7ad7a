;;; mandelbrot: how many points of a grid stay bounded.  Measures floating-point arithmetic.
;;; group: floats
;;; at most: 1.5 times c
(import (scheme base) (scheme write))

(define (iterate cr ci limit)
  (let loop ((zr 0.0) (zi 0.0) (n 0))
    (let ((rr (* zr zr)) (ii (* zi zi)))
      (if (or (= n limit) (> (+ rr ii) 4.0))
          n
          (loop (+ (- rr ii) cr) (+ (* 2.0 (* zr zi)) ci) (+ n 1))))))

(define (count size limit)
  (let ((step (/ 3.0 size)))
    (do ((y 0 (+ y 1))
         (total 0 (do ((x 0 (+ x 1))
                       (total total
                              (if (= limit (iterate (+ -2.0 (* x step)) (+ -1.5 (* y step)) limit))
                                  (+ total 1)
                                  total)))
                      ((= x size) total))))
        ((= y size) total))))

(write (count 1000 1000))
(newline)
;; => 167988
