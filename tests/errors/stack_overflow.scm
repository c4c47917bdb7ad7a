;;; Endless recursion is a catchable condition; the program goes on, several times.
;; proves: R12
;; options: --stack-limit=4M
(import (scheme base) (scheme write))
(define (endless n) (+ 1 (endless (+ n 1))))
(define (try) (guard (e ((error-object? e) 'overflow)) (endless 0)))
(write (list (try) (try) (try)))
(newline)                                                  ;; => (overflow overflow overflow)
(define (deep n) (if (= n 0) 0 (+ 1 (deep (- n 1)))))
(write (deep 10000))
(newline)                                                  ;; => 10000
(define inside (guard (e (#t (deep 1000))) (endless 0)))
(write inside)
(newline)                                                  ;; => 1000
