;;; Every kind of value goes from tier 1 into native code and back: as argument in each place, as result, as one of several
;;; values, through a closure, a vector, a rest list and a continuation.  What has identity keeps it.
;; assertions
;; proves: C3 C31 L3
;; options: --jit-threshold=1000000000
;; requires: native
;; skip: interp
;; skip: jit-threshold=0
;; skip: jit-threshold=20
(import (scheme base) (scheme inexact) (scheme lazy) (tiercel introspect) (tiercel-test assert))

(define-syntax define-native
  (syntax-rules () ((_ name value) (begin (define name #f) (set! name value) (test #t (promote! name)) (test 2 (current-tier name))))))
(define-syntax define-interpreted
  (syntax-rules () ((_ name value) (begin (define name #f) (set! name value) (test 1 (current-tier name))))))

(test-section "ways through native code")
(define-native same (lambda (x) x))
(define-native third (lambda (a b x) x))
(define-native sixth (lambda (a b c d e x) x))
(define-native tenth (lambda (a b c d e f g h i x) x))
(define-native last-of (lambda (a . rest) (vector-ref (list->vector rest) (- (length rest) 1))))
(define-native several (lambda (x) (values 1 x 'last)))
(define-native keeper (lambda (x) (lambda () x)))
(define-native boxed (lambda (x) (let ((y #f)) (list (lambda (z) (set! y z) y) (lambda () x)))))
(define-native stored (lambda (x) (let ((v (make-vector 3 #f))) (vector-set! v 1 x) (cdr (cons x (vector-ref v 1))))))
(define-native called (lambda (f x) (f x)))
(define-native called-and-used (lambda (f x) (let ((y (f x))) (if (eq? y 'never) 1 y))))
(define-native applied (lambda (f x) (apply f 1 2 (list x))))
(define-native caught (lambda (x) (call-with-current-continuation (lambda (k) (+ 1 (k x))))))
(define-native raised (lambda (x) (guard (e (#t (car e))) (raise (list x)))))

(test-section "ways back into tier 1")
(define-interpreted slow-same (lambda (x) x))
(define-interpreted slow-third (lambda (a b x) x))
(define-interpreted slow-keeper (lambda (x) (lambda (y) (if y x #f))))
(define-interpreted slow-call (lambda (f x) (let ((y (f x))) y)))

(define ways
  (list same (lambda (x) (third 1 2 x)) (lambda (x) (sixth 1 2 3 4 5 x)) (lambda (x) (tenth 1 2 3 4 5 6 7 8 9 x))
        (lambda (x) (last-of 1 x)) (lambda (x) (last-of 1 2 3 4 5 6 7 8 9 x))
        (lambda (x) (call-with-values (lambda () (several x)) (lambda (a b c) b)))
        (lambda (x) ((keeper x))) (lambda (x) ((car (boxed 1)) x)) (lambda (x) ((cadr (boxed x)))) stored
        (lambda (x) (called slow-same x)) (lambda (x) (called-and-used slow-same x)) (lambda (x) (applied slow-third x))
        (lambda (x) (called (slow-keeper x) #t)) caught raised (lambda (x) (slow-call same x))
        (lambda (x) (called (lambda (y) (called-and-used (lambda (z) (slow-call stored z)) y)) x))))

(define (same-bits? x y) (and (eqv? x y) (or (not (real? x)) (eqv? (/ 1. x) (/ 1. y)) (nan? x))))
(define-record-type point (make-point x) point? (x point-x))

(define-syntax each-way
  (syntax-rules () ((_ kind same? value) (let ((v value)) (test #t (let loop ((ways ways)) (or (null? ways) (and (same? v ((car ways) v)) (loop (cdr ways))))))))))

(test-section "values without identity")
(each-way 'empty eq? '())
(each-way 'nil eq? (if #f #f))
(each-way 'true eq? #t)
(each-way 'false eq? #f)
(each-way 'char eqv? #\x1F600)
(each-way 'fixnum eqv? 42)
(each-way 'fixnum eqv? -1)
(each-way 'limit eqv? (expt 2 60))
(each-way 'limit eqv? (- (expt 2 60)))
(each-way 'limit eqv? (- (expt 2 60) 1))
(each-way 'limit eqv? (- -1 (expt 2 60)))
(each-way 'limit eqv? (expt 2 63))
(each-way 'limit eqv? (- (expt 2 63)))
(each-way 'bignum eqv? (expt 10 100))
(each-way 'ratio eqv? 1/3)
(each-way 'complex eqv? (sqrt -2))
(each-way 'float same-bits? 1.5)
(each-way 'float same-bits? -0.0)
(each-way 'float same-bits? 5e-324)
(each-way 'float same-bits? 1e308)
(each-way 'float same-bits? +inf.0)
(each-way 'float eqv? +nan.0)
(each-way 'eof eq? (eof-object))

(test-section "values with identity")
(each-way 'pair eq? (cons 1 2))
(each-way 'nested eq? (list 1 (list 2 (vector 3 (list 4)))))
(each-way 'symbol eq? 'symbol)
(each-way 'string eq? (string #\a #\x3bb))
(each-way 'vector eq? (vector 1 2))
(each-way 'bytevector eq? (bytevector 1 2))
(each-way 'record eq? (make-point 1))
(each-way 'procedure eq? (lambda (x) x))
(each-way 'primitive eq? car)
(each-way 'parameter eq? (make-parameter 1))
(each-way 'port eq? (current-output-port))
(each-way 'promise eq? (make-promise 1))

(test-section "arithmetic on what came over")
(define-native sum (lambda (x y) (+ x y)))
(define-native product (lambda (x y) (* x y)))
(test (expt 2 60) (sum (- (expt 2 60) 1) 1))
(test (- (expt 2 60)) (sum (- 1 (expt 2 60)) -1))
(test (* (expt 10 100) 3) (product (expt 10 100) 3))
(test 1 (product 1/3 3))
(test (expt 2 120) (product (expt 2 60) (expt 2 60)))
(test 0.5 (sum 1/4 0.25))
(test-error (sum 'a 1))
(test '() (jit/rejections))
(test-end)
