;;; A million pairs made and dropped are gone after a collection.
;; proves: C4
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress     (a million collections)
(import (scheme base) (scheme write) (tiercel memory))
(define (live) (collect-garbage) (cdr (assq 'bytes-live (memory-statistics))))
(define (overwrite n) (if (= n 0) 0 (+ 1 (overwrite (- n 1)))))
(define (make n l) (if (= n 0) l (make (- n 1) (cons n l))))
(define (use n) (let loop ((l (make n '())) (s 0)) (if (null? l) s (loop (cdr l) (+ s 1)))))
(define before (live))
(write (use 1000000))
(newline)                                                  ;; => 1000000
(overwrite 1000)
(write (<= (- (live) before) 65536))
(newline)                                                  ;; => #t
