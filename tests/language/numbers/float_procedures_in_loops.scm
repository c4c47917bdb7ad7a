;;; Procedures of floats without tests or loops, called from loops with floats that travel as they are: elements side by side, one
;;; vector in both places, other numbers, vectors that are too short or constant.
;; proves: L7
(import (scheme base) (scheme inexact) (srfi 4) (tiercel prelude))

(define (square x) (* x x))

(define (attract! a b dt)
  (let* ((dx (- (f64vector-ref a 0) (f64vector-ref b 0)))
         (dy (- (f64vector-ref a 1) (f64vector-ref b 1)))
         (dz (- (f64vector-ref a 2) (f64vector-ref b 2)))
         (d2 (+ 0.5 (square dx) (square dy) (square dz)))
         (m (/ dt (* d2 (sqrt d2)))))
    (f64vector-set! a 3 (- (f64vector-ref a 3) (* dx m)))
    (f64vector-set! a 4 (- (f64vector-ref a 4) (* dy m)))
    (f64vector-set! a 5 (- (f64vector-ref a 5) (* dz m)))
    (f64vector-set! b 3 (+ (f64vector-ref b 3) (* dx m)))
    (f64vector-set! b 4 (+ (f64vector-ref b 4) (* dy m)))
    (f64vector-set! b 5 (+ (f64vector-ref b 5) (* dz m)))))

(define (swap-and-scale! v factor)
  (let ((x (f64vector-ref v 0)) (y (f64vector-ref v 1)))
    (f64vector-set! v 0 (* factor y))
    (f64vector-set! v 1 (* factor x))))

(define (all-pairs! bodies dt)
  (let outer ((rest bodies))
    (if (pair? rest)
        (let inner ((others rest))
          (if (pair? others)
              (begin (attract! (car rest) (car others) dt)
                     (inner (cdr others)))
              (outer (cdr rest)))))))

(define (turns! v count factor)
  (do ((i 0 (+ i 1))) ((= i count) v)
    (swap-and-scale! v factor)))

(define (bodies) (list (f64vector 0. 0. 0. 0. 0. 0.) (f64vector 1. 2. -1. .5 0. 0.) (f64vector -3. 1. 0. 0. 0. -.25)))

(define (run bodies count dt)
  (do ((i 0 (+ i 1))) ((= i count) bodies)
    (all-pairs! bodies dt)))

(define (thousandths v) (map (lambda (x) (exact (round (* 1000 x)))) (f64vector->list v)))
(println (map thousandths (run (bodies) 3000 .01)))
;; => ((0 0 0 -835 4502 -1810) (1000 2000 -1000 -2818 -3998 2187) (-3000 1000 0 4153 -505 -627))
(println (map thousandths (run (bodies) 3000 1)))
;; => ((0 0 0 -83490 450234 -181030) (1000 2000 -1000 -331338 -399762 218732) (-3000 1000 0 415328 -50471 -37952))
(println (turns! (f64vector 1. 2.) 2001 1.))      ;; => #f64(2.0 1.0)
(println (turns! (f64vector 1. 2.) 2 2))          ;; => #f64(4.0 8.0)
(println (turns! (f64vector 1. 2.) 2 1/2))        ;; => #f64(0.25 0.5)
(define (outcome thunk)
  (call-with-current-continuation
   (lambda (k) (with-exception-handler (lambda (e) (k (if (error-object? e) 'error e))) thunk))))
(define short (f64vector 1.))
(println (outcome (lambda () (turns! short 5 1.))) short)                      ;; => error #f64(1.0)
(define five (f64vector 1. 2. 3. 4. 5.))
(println (outcome (lambda () (run (list (f64vector 0. 0. 0. 0. 0. 0.) five) 5 .5))) five)
;; => error #f64(1.0 2.0 3.0 3.990944383940709 4.981888767881418)
(println (outcome (lambda () (turns! '#f64(1. 2.) 5 1.))))                     ;; => error
(println (outcome (lambda () (turns! (f64vector 1. 2.) 5 'x))))                ;; => error
(println (outcome (lambda () (turns! "no vector" 5 1.))))                      ;; => error
