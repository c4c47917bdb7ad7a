;;; A loop that goes on in native code lets go of what its variables were when it did: the head of the list is gone.
;; options: --jit-threshold=10 --jit-wait
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress interrupt-stress     (a collection at each of a million polls)
;; skip: jit-fast      (as dead_registers.scm)
;; skip: opt=0           (a dead word in a frame may hold the head: stacks are scanned conservatively)
(import (scheme base) (scheme write) (tiercel memory))
(define (live) (collect-garbage) (cdr (assq 'bytes-live (memory-statistics))))
(define (make n l) (if (= n 0) l (make (- n 1) (cons n l))))
(define (use n before)
  (let loop ((l (make n '())) (s 0))
    (if (null? l) (- (live) before) (loop (cdr l) (+ s 1)))))
(define first (live))
(write (< (use 1000000 first) 4000000))
(newline)                                                  ;; => #t
