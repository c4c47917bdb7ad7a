;;; Recursion by name, mutual, and through a name that is not complete yet.
;; proves: C17
(define (show x) (write x) (newline))
(label factorial (lambda (n) (if (= n 0) 1 (* n (factorial (- n 1))))))
(show (factorial 5))                                        ;; => 120
(label fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
(show (fib 10))                                             ;; => 55
(show (factorial 25))                                       ;; => 15511210043330985984000000
(define (even-number? n) (if (= n 0) t (odd-number? (- n 1))))
(define (odd-number? n) (if (= n 0) nil (even-number? (- n 1))))
(show (list (even-number? 10) (odd-number? 10) (odd-number? 7))) ;; => (#t nil #t)
;; a procedure made before the one that it calls exists
(define (early) (late 20))
(define (late n) (+ n 1))
(show (early))                                              ;; => 21
(defn tree-sum (t) (if (pair? t) (+ (tree-sum (car t)) (tree-sum (cdr t))) (if (number? t) t 0)))
(show (tree-sum '(1 (2 3) . 4)))                            ;; => 10
(show (letrec ((ping (lambda (n) (if (= n 0) 'ping (pong (- n 1))))) (pong (lambda (n) (if (= n 0) 'pong (ping (- n 1)))))) (ping 7))) ;; => pong
;; before completion: the value of the name is asked for while it is being computed
(show (guard (e (#t 'not-complete)) (letrec ((a (+ b 1)) (b 2)) a))) ;; => not-complete
