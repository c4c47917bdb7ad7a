;;; A condition that a guard does not want goes on with the place where it arose.
;; error T3001
(import (scheme base) (scheme write))
(define (parse text)
  (string->number (string-append text 5)))
(define (careful text)
  (list (guard (e ((string? e) (display "a string") #f))
          (+ 1 (parse text)))))
(display (careful "1"))
