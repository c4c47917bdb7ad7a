;;; A library imported while the program runs, whose body raises or ends: the condition is the body's own, or says so.
;; options: -I tests/errors/support
;; => (caught "no answer from")
;; => (caught "the body of an imported library did not come to its end")
;; error T2902
(import (scheme base) (scheme write) (scheme eval))
(define (try name)
  (write (guard (e ((error-object? e) (list 'caught (error-object-message e))))
    (eval 'answer (environment name))))
  (newline))
(try '(failing library))
(try '(failing exit))
(eval 'answer (environment '(failing twice)))
