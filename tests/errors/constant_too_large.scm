;; A constant that the heap has no room for: the condition is raised where the code that holds it is loaded.
;; proves: R12
;; options: --heap-limit=48M
(import (scheme base) (scheme eval) (scheme write) (srfi 4))
(define (try datum)
  (guard (e (#t (display (error-object? e)) (newline)))
    (eval (list 'quote datum) (environment '(scheme base)))
    (display "loaded")
    (newline)))
(try (make-f64vector 100))          ;; => loaded
(try (make-f64vector 4000000))      ;; => #t
(try (vector 1 2 3))                ;; => loaded
