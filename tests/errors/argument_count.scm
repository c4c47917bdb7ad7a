;;; Fixed, rest and case-lambda procedures refuse other counts, catchably.
;; proves: R5
(import (scheme base) (scheme case-lambda) (scheme write))
(define (try thunk) (guard (e ((error-object? e) 'refused)) (thunk)))
(define (two a b) (list a b))
(define (some a . rest) (list a rest))
(define choice (case-lambda ((a) a) ((a b c) c)))
(define (apply-to f . arguments) (try (lambda () (apply f arguments))))
(write (list (apply-to two) (apply-to two 1) (apply-to two 1 2) (apply-to two 1 2 3)))
(newline)                                                  ;; => (refused refused (1 2) refused)
(write (list (apply-to some) (apply-to some 1) (apply-to choice 1 2) (apply-to choice 1 2 3) (apply-to car) (apply-to cons 1 2 3)))
(newline)                                                  ;; => (refused (1 ()) refused 3 refused refused)
(write (apply-to two 1 2 3 4 5 6 7 8 9 10))
(newline)                                                  ;; => refused
