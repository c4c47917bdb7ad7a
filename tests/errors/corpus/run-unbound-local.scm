;;; A misspelt local variable is compared with those in scope.
;; error T3002
(import (scheme base) (scheme write))
(define (average numbers)
  (let ((count (length numbers)))
    (/ (apply + numebrs) count)))
(display (average '(1 2 3)))
