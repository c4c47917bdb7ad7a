(define (f step) (for (i 0 10 step) (write i)))
(f 5)                              ;; => 05
(f 0)
;; error T3030
;; error-text: for: expected a step other than 0, found 0
