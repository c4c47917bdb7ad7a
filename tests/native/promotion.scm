;;; The change of tier as a program sees it: before the threshold, at it, after it, and what a promotion must not disturb.
;; assertions
;; proves: L2 L3 L5 C25
;; Compiled before the first call, nothing is left to watch; and tier 1 alone never changes.
;; skip: aot jit-threshold=0
;; requires: native
;; skip: interp
;; Code of an earlier run is there before the threshold.
;; skip: cache
;; timeout: 60
(import (scheme base) (tiercel introspect) (tiercel stats) (tiercel-test assert))

;; Names that are assigned stay variables: each procedure is a matter of its own.
(define-syntax define-variable
  (syntax-rules ()
    ((_ name value) (begin (define name #f) (set! name value)))))

(define (repeat count thunk)
  (if (> count 0) (begin (thunk) (repeat (- count 1) thunk))))

;; Gives the compile thread its time, and the program's side occasion to look.
(define-variable look (lambda () 'looked))
(define (wait-until ready?)
  (let loop ((turns 0))
    (repeat 1000 look)
    (if (and (not (ready?)) (< turns 1000000)) (loop (+ turns 1)))))
(define (native? procedure) (= (current-tier procedure) 2))

(test-section "before, at and after the threshold")
(tier-threshold 10)
(define-variable square (lambda (x) (* x x)))
(define calls-before (call-count square))
(test 0 calls-before)
(repeat 10 (lambda () (square 3)))
(test 10 (call-count square))
(test 1 (current-tier square))
(test '((tier . 1) (calls . 10) (reason . #f)) (tier-status square))
(test #f (jit? square))
(test 9 (square 3))
(wait-until (lambda () (native? square)))
(test 2 (current-tier square))
(test #t (jit? square))
(test 9 (square 3))
(test 100000000000000000000 (square 10000000000))
(test #f (cdr (assq 'reason (tier-status square))))
(test-error (square 'a))
(test-error (square 1 2))

(test-section "the 11th call asks, the 10th does not")
(define-variable tenth (lambda (x) (+ x 1)))
(repeat 10 (lambda () (tenth 1)))
(define-variable other (lambda (x) (- x 1)))
(repeat 11 (lambda () (other 1)))
(wait-until (lambda () (native? other)))
(test '(1 2) (list (current-tier tenth) (current-tier other)))

(test-section "finished code is put in place at a poll, whoever is called")
(tier-threshold 10)
(define-variable asked-once (lambda (x) (* x 3)))
(repeat 11 (lambda () (asked-once 1)))
(tier-threshold 1000000000)      ; no function reaches its trigger any longer
(let loop ((turns 0))
  (if (and (not (native? asked-once)) (< turns 1000000000)) (loop (+ turns 1))))
(test 2 (current-tier asked-once))

(test-section "promote!")
(define-variable twice (lambda (x) (+ x x)))
(test 1 (current-tier twice))
(test #t (promote! twice))
(test 2 (current-tier twice))
(test #t (promote! twice))
(test '(8 3.0) (list (twice 4) (twice 1.5)))
(test 'native (fn/tier twice))

(test-section "anonymous procedures")
(define procedures (vector (lambda (x) (list x 1)) (lambda (x) (list x 2))))
(test #t (promote! (vector-ref procedures 0)))
(test '(2 1) (map current-tier (vector->list procedures)))
(test '((0 1) (0 2)) (map (lambda (f) (f 0)) (vector->list procedures)))

(test-section "closures made before and after")
(define-variable make-counter
  (lambda (count)
    (lambda () (set! count (+ count 1)) count)))
(define first-counter (make-counter 0))
(test 1 (first-counter))
(define second-counter (make-counter 10))
(test #t (promote! first-counter))
(define third-counter (make-counter 20))
(test '(2 2 2) (map current-tier (list first-counter second-counter third-counter)))
(test '(2 11 21 3 12 22)
      (let* ((a (first-counter)) (b (second-counter)) (c (third-counter))
             (d (first-counter)) (e (second-counter)) (f (third-counter)))
        (list a b c d e f)))

(test-section "in the middle of a recursion")
(define promoted-at #f)
(define-variable count-down
  (lambda (n)
    (if (= n promoted-at) (promote! count-down))
    (if (= n 0) 0 (+ 1 (count-down (- n 1))))))
(set! promoted-at 500)
(test 1000 (count-down 1000))
(test 2 (current-tier count-down))
(test 100000 (count-down 100000))

(test-section "tail calls between the tiers")
(define-variable even-interpreted? #f)
(define-variable odd-native?
  (lambda (n) (if (= n 0) #f (even-interpreted? (- n 1)))))
(set! even-interpreted? (lambda (n) (if (= n 0) #t (odd-native? (- n 1)))))
(test #t (promote! odd-native?))
(test '(2 1) (list (current-tier odd-native?) (current-tier even-interpreted?)))
(test #t (odd-native? 1000001))
(test #f (odd-native? 1000000))
(define-variable many-arguments
  (lambda (a b c d e f) (if (= a 0) (list b c d e f) (few-arguments a b c d e f))))
(define-variable few-arguments
  (lambda (a . rest) (apply many-arguments (- a 1) rest)))
(test #t (promote! many-arguments))
(test '(1 2 3 4 5) (many-arguments 100000 1 2 3 4 5))

(test-section "redefinition")
(define-variable helper (lambda (x) (list 'old x)))
(define-variable caller (lambda (x) (helper x)))
(test #t (promote! caller))
(test '(old 1) (caller 1))
(set! helper (lambda (x) (list 'new x)))
(test '(new 1) (caller 1))
(test #t (promote! helper))
(test '(new 2) (caller 2))
(set! helper car)
(test 3 (caller '(3)))
(set! helper 5)
(test-error (caller 1))
(define-variable redefined-in-flight
  (lambda (n)
    (if (= n 5) (set! redefined-in-flight (lambda (n) (list 'replaced n))))
    (if (= n 0) '() (cons n (redefined-in-flight (- n 1))))))
(test #t (promote! redefined-in-flight))
(test '(7 6 5 replaced 4) (redefined-in-flight 7))

(test-section "a running loop")
(tier-threshold 100)
;; Without the optimizer a named let is a procedure that calls itself.
(define (loops) (+ (stats 'compiled-loops) (stats 'compiled-functions)))
(define loops-before (loops))
(define-variable sum-below
  (lambda (limit)
    (let loop ((i 0) (sum 0)) (if (< i limit) (loop (+ i 1) (+ sum i)) sum))))
(define (sum-until-native limit)
  (let ((sum (sum-below limit)))
    (test (quotient (* limit (- limit 1)) 2) sum)
    (if (and (= (loops) loops-before) (< limit 1000000000)) (sum-until-native (* limit 2)))))
(sum-until-native 1000000)
(test #t (> (loops) loops-before))

(test-section "continuations and winders across the change")
(tier-threshold 1000000000)
(define-variable trace '())
(define-variable wound
  (lambda (thunk)
    (dynamic-wind (lambda () (set! trace (cons 'in trace))) thunk (lambda () (set! trace (cons 'out trace))))))
(define-variable again #f)
(define-variable rounds 0)
(define-variable reentered
  (lambda ()
    (let ((value (wound (lambda () (call/cc (lambda (k) (set! again k) 0))))))
      (set! rounds (+ rounds 1))
      (if (= rounds 1) (begin (promote! reentered) (promote! wound)))
      (if (< rounds 3) (again rounds) value))))
(test 2 (reentered))
(test '(out in out in out in) trace)

(test-section "counters")
(test #t (> (tier-promotions) 10))
(test (stats 'compiled-functions) (tier-promotions))
(test #t (> (stats 'compiled-bytes) 1000))
(test #t (> (stats 'compile-us) 100))
(test '() (jit/rejections))
(test-end)
