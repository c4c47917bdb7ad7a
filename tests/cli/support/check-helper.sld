(define-library (check-helper)
  (export help-with)
  (import (scheme base))
  (begin
    (define (help-with x) (lenght x))))
