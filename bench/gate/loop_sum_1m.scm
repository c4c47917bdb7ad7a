;;; loop_sum_1m: a counting loop of a million turns.
;; proves: R9
;;; group: loops
(import (scheme base) (scheme write))
(write (do ((i 0 (+ i 1)) (sum 0 (+ sum i))) ((= i 1000000) sum)))
(newline)
;; => 499999500000
