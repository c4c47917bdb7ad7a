;;; life: Conway's game of life on a torus of characters in strings.
;;; group: strings
(import (scheme base) (scheme write))

(define size 64)

(define (alive? world x y)
  (char=? #\# (string-ref (vector-ref world (modulo y size)) (modulo x size))))

(define (neighbours world x y)
  (let count ((dx -1) (dy -1) (n 0))
    (cond ((= dy 2) n)
          ((= dx 2) (count -1 (+ dy 1) n))
          ((and (not (and (= dx 0) (= dy 0))) (alive? world (+ x dx) (+ y dy))) (count (+ dx 1) dy (+ n 1)))
          (else (count (+ dx 1) dy n)))))

(define (make-world cell)
  (let ((world (make-vector size)))
    (do ((y 0 (+ y 1)))
        ((= y size) world)
      (let ((row (make-string size)))
        (do ((x 0 (+ x 1)))
            ((= x size))
          (string-set! row x (if (cell x y) #\# #\.)))
        (vector-set! world y row)))))

(define (step world)
  (make-world
   (lambda (x y)
     (let ((n (neighbours world x y)))
       (or (= n 3) (and (= n 2) (alive? world x y)))))))

(define (population world)
  (let loop ((y 0) (x 0) (n 0))
    (cond ((= y size) n)
          ((= x size) (loop (+ y 1) 0 n))
          (else (loop y (+ x 1) (if (alive? world x y) (+ n 1) n))))))

(define (run generations)
  (let loop ((i 0) (world (make-world (lambda (x y) (< (modulo (+ (* x x 7) (* y y 11) (* x y 5)) 17) 6)))))
    (if (= i generations) (population world) (loop (+ i 1) (step world)))))

(write (run 4000))
(newline)
;; => 117
