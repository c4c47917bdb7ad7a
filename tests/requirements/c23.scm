;;; The program's own `when` over the prelude's.
;; proves: C23
(define (show x) (write x) (newline))
(show (when nil 1))                                         ;; => nil
(defmacro when (condition body) `(cond (,condition ,body) (t nil)))
(show (when t 42))                                          ;; => 42
(show (when nil 42))                                        ;; => nil
(show (let ((n 0)) (when (= n 0) (set! n 5)) n))            ;; => 5
(define (f x) (when (> x 1) (* x 10)))
(show (list (f 1) (f 2)))                                   ;; => (nil 20)
