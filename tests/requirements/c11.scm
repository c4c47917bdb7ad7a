;;; C11.
;; proves: C11
(define (show x) (write x) (newline))
(show (< 1 2))                                              ;; => #t
(show (> 1 2))                                              ;; => #f
(show (list (<= 1 2) (<= 2 2) (<= 3 2)))                    ;; => (#t #t #f)
(show (list (>= 2 1) (>= 2 2) (>= 2 3)))                    ;; => (#t #t #f)
(show (= 5 5))                                              ;; => #t
(show (eq 'a 'a))                                           ;; => #t
(show (atom 'x))                                            ;; => #t
(show (atom '(1 2)))                                        ;; => #f
