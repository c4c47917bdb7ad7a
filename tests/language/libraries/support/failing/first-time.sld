;;; A library whose body fails when it runs for the first time, with some of its definitions made and others not.
(define-library (failing first-time)
  (export early late)
  (import (scheme base) (failing state))
  (begin
    (define early 'early)
    (if (= (next-time) 1) (error "not yet"))
    (define late 'late)))
