;;; Ten million frames deep, and overflow at the largest limit that tests can afford, with the memory given back.
;; proves: O11 R12
;; options: --stack-limit=3G
;; timeout: 120
;; skip: asan asan-gc-stress gc-stress gc-stress-opt=0 interrupt-stress tsan     (10^7 frames: minutes there)
(import (scheme base) (scheme write))
(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(write (count 10000000))
(newline)
;; => 10000000
