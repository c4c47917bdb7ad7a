;;; The first definition lacks a parenthesis: the error is shown where it was opened, with the line that gives it away.
;; error T1001
(import (scheme base) (scheme write))
(define (area r)
  (* 3 r r)

(define (show x)
  (display x)
  (newline))

(show (area 2))
