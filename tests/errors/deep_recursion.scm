;;; A recursion ten million deep is an ordinary thing.
;; proves: O11
;; timeout: 120
;; skip: asan asan-gc-stress gc-stress gc-stress-opt=0     (10^7 frames: minutes there)
(import (scheme base) (scheme write))
(define (depth n) (if (= n 0) 0 (+ 1 (depth (- n 1)))))
(write (depth 10000000))
(newline)                                                  ;; => 10000000
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(write (length (build 1000000)))
(newline)                                                  ;; => 1000000
