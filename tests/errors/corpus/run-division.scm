;;; An average of nothing.
;; error T3006
(import (scheme base) (scheme write))
(define (average numbers)
  (/ (apply + numbers) (length numbers)))
(display (average '(1 2 3)))
(newline)
(display (average '()))
