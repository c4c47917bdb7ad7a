;;; An uncaught type error names procedure, expectation, argument and place, and ends with status 1.
;; error T3001
;; error-text: tests/errors/wrong_type.scm:7:3
;; error-text: car
(define (f x)
  ;; the caret stands below the call
  (car x))
(display (list (f 5)))
