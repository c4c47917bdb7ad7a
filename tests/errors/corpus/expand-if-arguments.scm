;;; Two expressions in a branch of if, where begin was meant.
;; error T2001
(import (scheme base) (scheme write))
(define (check x)
  (if (> x 0)
      (display "positive")
      (newline)
      (display "other")))
(check 1)
