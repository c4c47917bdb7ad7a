;;; A heap that is full is a catchable condition; what is dropped can be used again.
;; proves: R12
;; options: --heap-limit=64M
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress     (filling a heap at one collection per poll takes hours)
(import (scheme base) (scheme write))
(define (fill l) (fill (cons (make-vector 1000 0) l)))
(define (try) (guard (e ((error-object? e) 'full)) (fill '())))
(write (list (try) (try)))
(newline)                                                  ;; => (full full)
(write (guard (e ((error-object? e) 'huge)) (make-vector 100000000000 0)))
(newline)                                                  ;; => huge
(write (vector-length (make-vector 100000 1)))
(newline)                                                  ;; => 100000
