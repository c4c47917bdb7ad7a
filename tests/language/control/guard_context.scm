;;; guard: its tests run in the dynamic environment of the guard, a condition that no clause takes is raised again in that
;;; of the raise, and the chosen clause runs in the place of the guard (R7RS 4.2.7).
;; proves: R11
(import (scheme base) (scheme write))
(define (show x . more) (write x) (for-each (lambda (x) (display " ") (write x)) more) (newline))
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define (report) (show (reverse trace)) (set! trace '()))
(define p (make-parameter 'outside))

;; A clause is chosen: left once, and the clause sees the guard's parameters and handlers.
(show (guard (e ((symbol? e) (note 'clause) (list e (p))))
        (dynamic-wind (lambda () (note 'in))
                      (lambda () (parameterize ((p 'inside)) (raise 'oops)))
                      (lambda () (note 'out)))))            ;; => (oops outside)
(report)                                                    ;; => (in out clause)

;; No clause fits: the winders are left for the tests, entered again, and left for the outer guard.
(show (guard (e (#t (note 'outer-clause) (list 'outer e)))
        (dynamic-wind (lambda () (note 'in1))
                      (lambda ()
                        (guard (e ((begin (note (list 'test (p))) (string? e)) 'inner))
                          (dynamic-wind (lambda () (note 'in2))
                                        (lambda () (parameterize ((p 'inside)) (raise 'oops)))
                                        (lambda () (note 'out2)))))
                      (lambda () (note 'out1)))))           ;; => (outer oops)
(report)       ;; => (in1 in2 out2 (test outside) in2 out2 out1 outer-clause)

;; raise-continuable through a guard without a fitting clause: the outer handler's value goes to the raise.
(show (with-exception-handler
       (lambda (e) (list e (p)))
       (lambda ()
         (guard (e ((string? e) 'inner))
           (parameterize ((p 'inside)) (list 'got (raise-continuable 'ask)))))))   ;; => (got (ask inside))

;; Arrows and tests without a body.
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42)))))  ;; => 42
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'b 23)))))  ;; => (b . 23)

;; The clause is in the place of the guard: a loop through clauses needs no stack.
(define (loop n) (if (= n 0) 'done (guard (e ((number? e) (loop e))) (raise (- n 1)))))
(show (loop 100000))                                        ;; => done

;; An error in a test or in a clause goes to the outer guard.
(show (guard (e (#t (list 'second e))) (guard (e ((raise 'in-test) 1)) (raise 'first))))          ;; => (second in-test)
(show (guard (e (#t (list 'second e))) (guard (e (#t (raise 'in-clause))) (raise 'first))))       ;; => (second in-clause)

;; A continuation captured in the body outlives the guard; entering it again enters the guard again.
(define again #f)
(define count 0)
(define (body) (let ((n (call/cc (lambda (k) (set! again k) 0)))) (if (odd? n) (raise n) n)))
(define seen '())
(let ((result (guard (e ((number? e) (list 'odd e))) (body))))
  (set! seen (cons result seen))
  (set! count (+ count 1))
  (if (< count 4) (again count)))
(show (reverse seen))                                       ;; => (0 (odd 1) 2 (odd 3))

;; The same from a deep recursion, and values through a guard.
(define (deep n) (if (= n 0) (raise 'bottom) (+ 1 (deep (- n 1)))))
(show (guard (e ((eq? e 'bottom) 'caught)) (deep 100000)))  ;; => caught
(show (call-with-values (lambda () (guard (e (#f #f)) (values 1 2 3))) list))      ;; => (1 2 3)
(show (call-with-values (lambda () (guard (e (#t (values 1 2 3))) (raise 0))) list))   ;; => (1 2 3)
