;;; C16, in one program; c16_inputs.scm gives the same to a REPL.
;; proves: C16
(define (show x) (write x) (newline))
(label x 42)
(show x)                                                    ;; => 42
(label f (lambda (x) x))
(show (f 5))                                                ;; => 5
(label double (lambda (x) (+ x x)))
(show (double 21))                                          ;; => 42
;; label in a body, and a name that is used before its label is complete
(show (let () (label a 1) (label b (lambda () (+ a 1))) (b))) ;; => 2
(label count (lambda (n) (if (= n 0) 'done (count (- n 1)))))
(show (count 10))                                           ;; => done
