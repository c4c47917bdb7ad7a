;;; C10.
;; proves: C10
(define (show x) (write x) (newline))
(show (+ 1 2))                                              ;; => 3
(show (- 10 3))                                             ;; => 7
(show (* 6 7))                                              ;; => 42
(show (/ 10 2))                                             ;; => 5
(show (+ 1 2 3 4 5))                                        ;; => 15
(show (+ (* 2 3) (- 10 4)))                                 ;; => 12
