;;; With threshold 0 a procedure is native before its first call: compiled once, by whoever makes it, so that later calls take
;;; next to nothing.  Machine code does not count its calls.
;; proves: L2 L3 C25
;; options: --jit-threshold=0
;; requires: native
;; skip: interp
(define (tier-inside) (current-tier tier-inside))
(println (tier-inside))                                ;; => 2
(define (timed thunk) (let ((begin (now))) (thunk) (- (now) begin)))
(define f #f)
(define (make-and-call)
  (set! f (eval '(lambda (x) (let loop ((i 0) (sum x)) (if (< i 100) (loop (+ i 1) (+ sum i)) sum)))
                (environment '(scheme base))))
  (f 1))
(import (tiercel stats))
(define first (timed make-and-call))
(define compiled (stats 'compiled-functions))
(f 2)
(println (- (stats 'compiled-functions) compiled))     ;; => 0
(define second (apply min (map (lambda (i) (timed (lambda () (f i)))) '(1 2 3 4 5 6 7 8 9))))
(println (current-tier f) (call-count f))              ;; => 2 0
(println (< second first))                             ;; => #t
(println (jit/rejections))                             ;; => ()
