;;; Machine code keeps floats raw in its loops.  A float beyond 1e77 or below 1e-77 does not fit a word and is an object
;;; wherever it is one, so that each word made in a turn would allocate: loops over such floats take as many bytes for ten
;;; thousand turns as for ten, which is what their arguments and results take.
;; assertions
;; proves: C29
;; requires: native
;; Without the optimizer a loop is a closure, and what it calls is not inlined; fast code and emitted C have no versions for
;; floats (docs/rooms/jit.md, docs/rooms/emit_c.md).
;; skip: interp opt=0 gc-stress-opt=0 aot-opt=0 jit-fast c
(import (scheme base) (scheme cxr) (scheme inexact) (srfi 4) (tiercel memory) (tiercel introspect) (tiercel-test assert))

(define large 1.5e150)
(define small 2.5e-150)
(define length-max 10000)
(define larges (make-f64vector length-max large))
(define smalls (make-f64vector length-max small))
(define target (make-f64vector length-max 0.))

(define (bytes-of loop turns)
  (let ((before (bytes-allocated)))
    (loop turns)
    (- (bytes-allocated) before)))

;; The answer of ten turns, whether it is machine code, and by how many bytes ten thousand turns take more than ten.
(define (examined loop)
  (promote! loop)
  (let ((answer (loop 10)))
    (loop length-max)
    (list answer (current-tier loop) (- (bytes-of loop length-max) (bytes-of loop 10)))))

(define-syntax test-loop
  (syntax-rules ()
    ((_ answer (name turns) body ...)
     (begin
       (define name #f)
       (set! name (lambda (turns) body ...))
       (test (list answer 2 0) (examined name))))))

(test-section "the measure would see a box for each turn")
(define boxes #f)
(set! boxes (lambda (turns) (do ((i 0 (+ i 1)) (kept '() (vector (* large (+ i 1.))))) ((= i turns) (vector-ref kept 0)))))
(test #t (>= (caddr (examined boxes)) (* 16 (- length-max 10))))

(test-section "over f64vectors")
(test-loop 1.5e151 (sum n)
  (do ((i 0 (+ i 1)) (s 0. (+ s (f64vector-ref larges i)))) ((= i n) s)))
(test-loop 37.5 (dot n)
  (let loop ((i 0) (s 0.))
    (if (< i n) (loop (+ i 1) (+ s (* (f64vector-ref larges i) (f64vector-ref smalls i)))) s)))
(test-loop 3e150 (scale n)
  (do ((i 0 (+ i 1))) ((= i n) (f64vector-ref target 0))
    (f64vector-set! target i (* 2. (f64vector-ref larges i)))))
(test-loop 3e150 (difference n)
  (let loop ((i 0))
    (if (= i n)
        (f64vector-ref target 9)
        (let ((x (f64vector-ref larges i)) (y (f64vector-ref smalls i)))
          (f64vector-set! target i (- (+ x x) (/ y (sqrt 4.))))
          (loop (+ i 1))))))
(test-loop 1.5e150 (largest n)
  (let loop ((i 0) (most 0.))
    (if (= i n) most (loop (+ i 1) (let ((x (f64vector-ref larges i))) (if (> x most) x most))))))
(test-loop 1.5e151 (backwards n)
  (let loop ((i (- n 1)) (s 0.)) (if (< i 0) s (loop (- i 1) (+ s (f64vector-ref larges i))))))

(test-section "loops in loops")
(define (entry m i j) (f64vector-ref m (+ (* i 10) j)))
(test-loop 3.75e2 (products n)
  (let rows ((i 0) (trace 0.))
    (if (= i 10)
        trace
        (let columns ((j 0) (trace trace))
          (if (= j (quotient n 10))
              (rows (+ i 1) trace)
              (let elements ((k 0) (s 0.))
                (if (< k 10)
                    (elements (+ k 1) (+ s (* (entry larges i k) (entry smalls k i))))
                    (columns (+ j 1) (+ trace s)))))))))
(test-loop 1.5e151 (outer-sum n)
  (do ((i 0 (+ i 1))
       (s 0. (do ((j 0 (+ j 1)) (s s (+ s (f64vector-ref larges j)))) ((= j 1) s))))
      ((= i n) s)))

(test-section "without vectors")
(test-loop 1.572864e156 (powers n)
  (let loop ((i 0) (x large)) (if (= i 20) x (loop (+ i 1) (* x 2.)))))
(test-loop #t (settling n)
  (let loop ((i 0) (x 1e200) (y 1e-200))
    (if (= i n) (and (< x 2e200) (> y 5e-201)) (loop (+ i 1) (+ 1e200 (* x .25)) (- 1e-200 (* y .5))))))
(test-loop 5.500000000000001e201 (with-index n)
  (let loop ((i 1) (s 0.)) (if (> i 10) s (loop (+ i 1) (+ s (* i 1e200))))))
(test-loop #t (escaping n)
  (let loop ((i 0) (x 1e100) (y 1e99))
    (cond ((= i n) #t)
          ((> (abs (+ x y)) 1e300) #f)
          (else (loop (+ i 1) (/ (+ x y) 2.) (sqrt (* x y)))))))
(test-loop 1e200 (roots n)
  (let loop ((i 0) (guess 9e199))
    (if (= i n) (round guess) (loop (+ i 1) (/ (+ guess (* (/ 1e200 guess) 1e200)) 2.)))))

(test-section "through procedures")
(define (square x) (* x x))
(define (distance x y) (sqrt (+ (square x) (square y))))
(test-loop 5e120 (inlined n)
  (let loop ((i 0) (d 0.)) (if (= i n) d (loop (+ i 1) (distance 3e120 (* 4e120 (/ (+ i 1.) (+ i 1))))))))
(define (halves x depth) (if (= depth 0) x (+ (halves (/ x 2.) (- depth 1)) (halves (/ x 2.) (- depth 1)))))
(test-loop 1e200 (recursive n)
  (let loop ((i 0) (d 0.)) (if (= i n) d (loop (+ i 1) (halves 1e200 3)))))
(define (divided x depth) (if (= depth 0) x (+ (divided (/ x 4) (- depth 1)) (divided (/ 4. (/ 16 x)) (- depth 1)))))
(test-loop 1.25e199 (quotients n)
  (let loop ((i 0) (d 0.)) (if (= i n) d (loop (+ i 1) (divided 1e200 3)))))

(test-section "that begin with a float in a box")
(define given (f64vector-ref (f64vector 1e200) 0))
(test-loop #t (from-variable n)
  (let loop ((i 0) (x given)) (if (= i n) (< 0. x 1e201) (loop (+ i 1) (* x .9999)))))
(test-loop 1.5e150 (from-infinity n)
  (let loop ((i 0) (least +inf.0)) (if (= i n) least (loop (+ i 1) (min least (f64vector-ref larges i))))))
(test-end)
