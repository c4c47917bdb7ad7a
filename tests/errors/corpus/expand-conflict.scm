;;; Two libraries that offer one name for different things.
;; error T2012
(define-library (shapes)
  (export area)
  (import (scheme base))
  (begin (define (area r) (* 3 r r))))
(define-library (maps)
  (export area)
  (import (scheme base))
  (begin (define (area name) 100)))
(import (scheme base) (scheme write) (shapes) (maps))
(display (area 2))
