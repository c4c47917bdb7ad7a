;;; A list of data that is not quoted.
;; error T3003
(import (scheme base) (scheme write))
(define primes (list 2 3 5))
(for-each (lambda (p) (display p))
          (primes))
