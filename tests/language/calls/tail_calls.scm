;;; Tail calls of every kind run in constant stack.
;; proves: C20 C17
(import (scheme base) (scheme write) (scheme case-lambda))
(define (show x) (write x) (newline))

(define (countdown n) (if (= n 0) 0 (countdown (- n 1))))
(show (countdown 100000))                                  ;; => 0
(define (sum-to n total) (if (= n 0) total (sum-to (- n 1) (+ total n))))
(show (sum-to 10000 0))                                    ;; => 50005000

(define (even-by-turns? n) (if (= n 0) #t (odd-by-turns? (- n 1))))
(define (odd-by-turns? n) (if (= n 0) #f (even-by-turns? (- n 1))))
(show (even-by-turns? 1000000))                            ;; => #t

;; Different numbers of arguments on both sides, more than the registers hold.
(define (few n) (if (= n 0) 'done (many (- n 1) 1 2 3 4 5 6)))
(define (many n a b c d e f) (if (= n 0) (list a b c d e f) (few (- n 1))))
(show (few 300001))                                        ;; => (1 2 3 4 5 6)
(show (few 300000))                                        ;; => done

;; Through apply, and, or, cond, case, when, unless, do, let-values, named let, case-lambda.
(define (by-apply n) (if (= n 0) 'applied (apply by-apply (list (- n 1)))))
(show (by-apply 300000))                                   ;; => applied
(define (by-and n) (and #t (if (= n 0) 'and (by-or (- n 1)))))
(define (by-or n) (or #f (if (= n 0) 'or (by-and (- n 1)))))
(show (by-and 300000))                                     ;; => and
(define (by-cond n) (cond ((= n 0) 'cond) ((even? n) (by-case (- n 1))) (else (by-case (- n 1)))))
(define (by-case n) (case (modulo n 3) ((0) (if (= n 0) 'case (by-cond (- n 1)))) ((1 2) (by-cond (- n 1)))))
(show (by-cond 300000))                                    ;; => cond
(define (by-arrow n) (cond ((assv 1 '((1 . x))) => (lambda (p) (if (= n 0) (cdr p) (by-arrow (- n 1))))) (else 'no)))
(show (by-arrow 200000))                                   ;; => x
(define (by-when n) (when #t (if (= n 0) 'when (by-unless (- n 1)))))
(define (by-unless n) (unless #f (if (= n 0) 'unless (by-when (- n 1)))))
(show (by-when 300001))                                    ;; => unless
(define (by-do n) (do ((i 0 (+ i 1))) ((= i 1) (if (= n 0) 'do (by-do (- n 1))))))
(show (by-do 200000))                                      ;; => do
(define (by-values n) (let-values (((a b) (values n 1))) (if (= a 0) 'values (by-values (- a b)))))
(show (by-values 200000))                                  ;; => values
(define by-arity (case-lambda ((n) (if (= n 0) 'one (by-arity (- n 1) 0))) ((n m) (if (= n 0) 'two (by-arity n)))))
(show (by-arity 200000))                                   ;; => two
(define (by-call-with-values n)
  (call-with-values (lambda () (values n 1)) (lambda (a b) (if (= a 0) 'cwv (by-call-with-values (- a b))))))
(show (by-call-with-values 200000))                        ;; => cwv
(define (by-call/cc n) (call-with-current-continuation (lambda (k) (if (= n 0) 'cc (by-call/cc (- n 1))))))
(show (by-call/cc 200000))                                 ;; => cc
(define (rest-list . all) (if (= (car all) 0) (length all) (apply rest-list (- (car all) 1) (cdr all))))
(show (rest-list 100000 1 2 3 4 5 6 7 8 9))                ;; => 10
(define table (vector (lambda (n) (if (= n 0) 'table ((vector-ref table 1) (- n 1))))
                      (lambda (n) (if (= n 0) 'other ((vector-ref table 0) (- n 1))))))
(show ((vector-ref table 0) 300001))                       ;; => other
