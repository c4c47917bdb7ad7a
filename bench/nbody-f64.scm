;;; nbody-f64: the sun and four planets under gravity, as f64vectors.
;;; group: floats
;;; at most: 1.5 times c
(import (scheme base) (scheme inexact) (scheme write) (srfi 4))

(define solar-mass 39.47841760435743)
(define days 365.24)

;; x y z vx vy vz mass
(define bodies
  (list (f64vector 0. 0. 0. 0. 0. 0. solar-mass)
        (f64vector 4.8414314424647209 -1.16032004402742839 -.103622044471123109
                   (* .00166007664274403694 days) (* .00769901118419740425 days) (* -.0000690460016972063023 days)
                   (* .000954791938424326609 solar-mass))
        (f64vector 8.34336671824457987 4.12479856412430479 -.403523417114321381
                   (* -.0027674251072641138 days) (* .00499852801234917238 days) (* .0000230417297573763929 days)
                   (* .000285885980666130812 solar-mass))
        (f64vector 12.894369562139131 -15.1111514016986312 -.223307578892655734
                   (* .00296460137564761618 days) (* .0023784717395948095 days) (* -.0000296589568540237556 days)
                   (* .0000436624404335156298 solar-mass))
        (f64vector 15.3796971148509165 -25.9193146099879641 .179258772950371181
                   (* .00268067772490389322 days) (* .00162824170038242295 days) (* -.000095159225451971587 days)
                   (* .0000515138902046611451 solar-mass))))

(define (square x) (* x x))

(define (add! body index amount)
  (f64vector-set! body index (+ (f64vector-ref body index) amount)))

(define (attract! a b dt)
  (let* ((dx (- (f64vector-ref a 0) (f64vector-ref b 0)))
         (dy (- (f64vector-ref a 1) (f64vector-ref b 1)))
         (dz (- (f64vector-ref a 2) (f64vector-ref b 2)))
         (d2 (+ (square dx) (square dy) (square dz)))
         (magnitude (/ dt (* d2 (sqrt d2))))
         (ma (* (f64vector-ref a 6) magnitude))
         (mb (* (f64vector-ref b 6) magnitude)))
    (add! a 3 (- (* dx mb)))
    (add! a 4 (- (* dy mb)))
    (add! a 5 (- (* dz mb)))
    (add! b 3 (* dx ma))
    (add! b 4 (* dy ma))
    (add! b 5 (* dz ma))))

(define (move! body dt)
  (add! body 0 (* dt (f64vector-ref body 3)))
  (add! body 1 (* dt (f64vector-ref body 4)))
  (add! body 2 (* dt (f64vector-ref body 5))))

(define (advance! dt)
  (let outer ((rest bodies))
    (if (pair? rest)
        (begin
          (let inner ((others (cdr rest)))
            (if (pair? others)
                (begin
                  (attract! (car rest) (car others) dt)
                  (inner (cdr others)))))
          (move! (car rest) dt)
          (outer (cdr rest))))))

(define (energy)
  (let outer ((rest bodies) (e 0.))
    (if (null? rest)
        e
        (let* ((b (car rest))
               (kinetic (* .5 (f64vector-ref b 6)
                           (+ (square (f64vector-ref b 3)) (square (f64vector-ref b 4)) (square (f64vector-ref b 5))))))
          (let inner ((others (cdr rest)) (e (+ e kinetic)))
            (if (null? others)
                (outer (cdr rest) e)
                (let* ((o (car others))
                       (distance (sqrt (+ (square (- (f64vector-ref b 0) (f64vector-ref o 0)))
                                          (square (- (f64vector-ref b 1) (f64vector-ref o 1)))
                                          (square (- (f64vector-ref b 2) (f64vector-ref o 2)))))))
                  (inner (cdr others) (- e (/ (* (f64vector-ref b 6) (f64vector-ref o 6)) distance))))))))))

(do ((i 0 (+ i 1))) ((= i 8000000)) (advance! .01))
(write (exact (round (* 1e6 (energy)))))
(newline)
;; => -169236
