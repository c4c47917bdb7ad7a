;;; C15.
;; proves: C15
(define (show x) (write x) (newline))
(show ((lambda (x) x) 42))                                  ;; => 42
(show ((lambda (x y) (+ x y)) 10 20))                       ;; => 30
(show ((lambda (x) (+ x 1)) 5))                             ;; => 6
(show ((lambda (a b c) (+ a (+ b c))) 1 2 3))               ;; => 6
