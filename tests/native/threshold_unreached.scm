;;; Below the threshold the compiler's library is not even opened.
;; proves: L10
;; options: --jit-threshold=1000000
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(println (fib 15))                                                       ;; => 610
(println (string-contains (slurp "/proc/self/maps") "libtiercel_native"))   ;; => #f
(println (tier-promotions) (current-tier fib))                           ;; => 0 1
