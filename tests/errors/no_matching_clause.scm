(define (f x)
  (match x
    ((a b) a)
    ("text" 2)))
(write (f '(1 2)))                ;; => 1
(f '(1 2 3))
;; error T3040
;; error-text: tests/errors/no_matching_clause.scm:2:3
;; error-text: match: no clause matches (1 2 3)
