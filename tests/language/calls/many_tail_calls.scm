;;; 10^8 mutual tail calls in constant stack: a stack of 1 MiB is enough.
;; proves: C20
;; options: --stack-limit=1M
;; timeout: 90
;; skip: gc-stress gc-stress-opt=0 asan asan-gc-stress     (10^8 calls take minutes there)
(import (scheme base) (scheme write))
(define (ping n a) (if (eq? n 0) a (pong (- n 1) a 1 2 3)))
(define (pong n a b c d) (if (eq? n 0) b (ping (- n 1) a)))
(write (ping 100000000 'done))
(newline)                                                  ;; => done
