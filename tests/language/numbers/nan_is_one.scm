;;; All NaNs are the same for eqv?, equal? and hash tables, whichever operation made them: the processor's and the compiler's
;;; own arithmetic make NaNs of different signs.  0.0 and -0.0 stay two.
;; proves: L7
(import (scheme base) (scheme complex) (scheme inexact) (scheme write) (srfi 4) (tiercel hash-table))
(define (show x) (write x) (newline))
(define (folded) (let ((x +inf.0)) (- x x)))
(define (computed x) (- x x))
(define nans (list +nan.0 (folded) (computed +inf.0) (* (folded) -1.) (/ 0. 0.) (* +inf.0 0.) (sqrt (folded)) (string->number "-nan.0")))
(show (map (lambda (x) (map (lambda (y) (and (eqv? x y) (equal? (list x) (list y)))) nans)) nans))
;; => ((#t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t) (#t #t #t #t #t #t #t #t))
(define table (make-hash-table))
(for-each (lambda (x) (hash-table-set! table x 1) (hash-table-set! table (f64vector x) 2) (hash-table-set! table (f32vector x 1.) 3)) nans)
(show (hash-table-count table))                             ;; => 3
(show (equal? (f64vector 1. (folded)) (f64vector 1. (computed +inf.0))))     ;; => #t
(show (list (eqv? (make-rectangular 1. (folded)) (make-rectangular 1. (computed +inf.0))) (memv (folded) (list (computed +inf.0)))))   ;; => (#t (+nan.0))
(show (list (eqv? 0. -0.) (equal? (f64vector 0.) (f64vector -0.)) (= (folded) (folded))))     ;; => (#f #f #f)
