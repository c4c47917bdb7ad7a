(import (scheme base))
(define (f x) (+ x 1))
(f 41)
