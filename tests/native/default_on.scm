;;; A program that asks for nothing gets native code: procedures that are called often, loops that run long.
;; proves: C31 L2
;; requires: native
;; skip: aot interp
;; skip: jit-threshold=0
;; skip: jit-threshold=20
(import (scheme base) (tiercel prelude) (tiercel stats))
(println (tier-threshold) (jit?))                                  ;; => 1000 #t
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(println (current-tier fib))                                       ;; => 1
(define (wait-until-native)
  (fib 15)
  (if (< (current-tier fib) 2) (wait-until-native)))
(wait-until-native)
(println (current-tier fib) (fib 20))                              ;; => 2 6765
(println (> (stats 'compiled-functions) 0) (jit/rejections))       ;; => #t ()
