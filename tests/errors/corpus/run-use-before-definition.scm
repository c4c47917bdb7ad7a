;;; A variable used by a form above its definition.
;; error T3002
(import (scheme base) (scheme write))
(define (show) (display limit))
(show)
(define limit 10)
