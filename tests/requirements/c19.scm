;;; Closures: captured values, and captured variables that are assigned and shared.
;; proves: C19
(define (show x) (write x) (newline))
(label make-adder (lambda (n) (lambda (x) (+ x n))))
(show ((make-adder 10) 5))                                  ;; => 15
(label add5 (make-adder 5))
(show (add5 10))                                            ;; => 15
(label make-linear (lambda (a b) (lambda (x) (+ (* a x) b))))
(show ((make-linear 2 3) 5))                                ;; => 13
(label make-counter (lambda (start) (lambda (step) (lambda (times) (+ start (* step times))))))
(show (((make-counter 5) 2) 5))                             ;; => 15
;; assigned variables are shared between all closures that hold them
(define (make-account balance) (list (lambda (n) (set! balance (+ balance n)) balance) (lambda () balance)))
(define account (make-account 100))
((car account) 50)
(show ((cadr account)))                                     ;; => 150
((car account) -30)
(show ((cadr account)))                                     ;; => 120
(define other (make-account 1))
(show (list ((cadr other)) ((cadr account))))               ;; => (1 120)
(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
(define c (counter))
(c)
(c)
(show (c))                                                  ;; => 3
(show (let* ((x 1) (inner (lambda () (lambda () x)))) (set! x 2) ((inner)))) ;; => 2
(show (let ((fs (map (lambda (i) (lambda () (set! i (* i 10)) i)) '(1 2 3)))) (for-each (lambda (f) (f)) fs) (map (lambda (f) (f)) fs))) ;; => (100 200 300)
