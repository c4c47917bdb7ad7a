;;; The cdr of what assq found, which is nothing.
;; error T3001
(import (scheme base) (scheme write))
(define ages '((ann . 31) (bob . 27)))
(define (age name)
  (cdr (assq name ages)))
(display (age 'bob))
(newline)
(display (age 'eve))
