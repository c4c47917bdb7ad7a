;;; exit leaves the extents that are current, also those that a continuation entered again.
;; exit: 0
(import (scheme base) (scheme write) (scheme process-context))
(define k #f)
(define n 0)
(dynamic-wind
 (lambda () (display "in") (newline))                      ;; => in
 (lambda () (call/cc (lambda (c) (set! k c))) (set! n (+ n 1)) (if (= n 2) (exit #t)))
 (lambda () (display "out") (newline)))                    ;; => out
(k #f)                                                     ;; => in
                                                           ;; => out
