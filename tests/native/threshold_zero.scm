;;; With threshold 0 a procedure is native before its first call: compiled once, so that the second call is the faster
;;; one.  Machine code does not count its calls.
;; proves: L2 L3 C25
;; options: --jit-threshold=0
;; requires: native
;; skip: interp
(define (tier-inside) (current-tier tier-inside))
(println (tier-inside))                                ;; => 2
(define (timed thunk) (let ((begin (now))) (thunk) (- (now) begin)))
(define f #f)
(set! f (lambda (x) (let loop ((i 0) (sum x)) (if (< i 100) (loop (+ i 1) (+ sum i)) sum))))
(define first (timed (lambda () (f 1))))
(define second (timed (lambda () (f 1))))
(println (current-tier f) (call-count f))              ;; => 2 0
(println (<= second first))                            ;; => #t
(println (jit/rejections))                             ;; => ()
