;;; C13.
;; proves: C13
(define (show x) (write x) (newline))
(show (cons 1 2))                                           ;; => (1 . 2)
(show (cons 1 '(2 3)))                                      ;; => (1 2 3)
(show (car (cons 1 2)))                                     ;; => 1
(show (cdr (cons 1 2)))                                     ;; => 2
(show (car (cdr '(1 2 3))))                                 ;; => 2
