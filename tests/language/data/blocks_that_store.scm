;;; Procedures that read elements and then store some: machine code asks at the first element whether the vector may be
;;; stored into, and what is done before the first store is done even so.  And roots of sums of squares, which are real.
;; assertions
;; proves: C5
(import (scheme base) (scheme inexact) (srfi 4) (tiercel-test assert))

(define trace '())
(define (note! x) (set! trace (cons x trace)))

(define (message thunk)
  (guard (e ((error-object? e) (error-object-message e))) (thunk)))

(define (swap! v)
  (let ((first (vector-ref v 0)) (second (vector-ref v 2)))
    (note! first)
    (vector-set! v 0 second)
    (vector-set! v 2 first)
    (vector-ref v 1)))

(define (swap-floats! v)
  (let ((first (f64vector-ref v 0)) (second (f64vector-ref v 2)))
    (note! (+ first 1.))
    (f64vector-set! v 0 second)
    (f64vector-set! v 2 (* 2. first))
    (+ 1. (f64vector-ref v 1))))

(define procedures (list swap! swap-floats!))

(define (show procedure object)
  (set! trace '())
  (let ((answer (message (lambda () (procedure object)))))
    (list answer trace)))

(define (show-all times)
  (let ((swap! (car procedures)) (swap-floats! (cadr procedures)))
    (do ((i 0 (+ i 1))) ((= i times))
      (let ((v (vector 1 2 3)) (u (f64vector 1. 2. 3.)))
        (test '(2 (1)) (show swap! v))
        (test '#(3 2 1) v)
        (test '(3. (2.)) (show swap-floats! u))
        (test '(3. 2. 2.) (f64vector->list u)))
      (test '("vector-set!: cannot change #(1 2 3), which is a constant" (1)) (show swap! '#(1 2 3)))
      (test '("vector-ref: index 2 is out of range for length 2" ()) (show swap! (vector 1 2)))
      (test '("vector-ref: index 0 is out of range for length 0" ()) (show swap! (vector)))
      (test '("vector-ref: expected a vector as argument 1, found (1 2 3)" ()) (show swap! '(1 2 3)))
      (test '("vector-ref: expected a vector as argument 1, found 7" ()) (show swap! 7))
      (test '("f64vector-ref: expected an f64vector as argument 1, found #(1 2 3)" ()) (show swap-floats! '#(1 2 3)))
      (test '("f64vector-ref: index 2 is out of range for length 2" ()) (show swap-floats! (f64vector 1. 2.))))))

(show-all 2)
(show-all 300)

(define (distance x y z) (sqrt (+ (* x x) (* y y) (* z z))))
(define (product-root x y) (sqrt (+ (* x y) (* x x))))
(define roots (list distance product-root))

(do ((i 0 (+ i 1))) ((= i 300))
  (test 7. ((car roots) 2. 3. 6.))
  (test 7 ((car roots) 2 3 6))
  (test 0. ((car roots) -0. 0. -0.))
  (test #t (nan? ((car roots) +nan.0 1. 2.)))
  (test +inf.0 ((car roots) -inf.0 1. 2.))
  (test +inf.0 ((car roots) 1e200 1. 2.))
  (test +2.i ((car roots) 0.+2.i 0. 0.))
  (test 3. ((cadr roots) 3. 0.))
  (test +3.i ((cadr roots) 3. -6.)))
(test-end)
