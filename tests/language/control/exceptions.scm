;;; raise, raise-continuable, with-exception-handler, guard: each handler in the right dynamic context.
;; proves: R11
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))

(show (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'condition e))) (lambda () (+ 1 (raise 'an-error)))))))
;; => (condition an-error)
(show (with-exception-handler (lambda (c) 42) (lambda () (+ (raise-continuable 'should-be-a-number) 23))))   ;; => 65
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42)))))   ;; => 42
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'b 23)))))   ;; => (b . 23)
(show (guard (e ((symbol? e) (list 'symbol e)) ((string? e) (list 'string e)) (else 'other)) (raise "text")))   ;; => (string "text")
(show (guard (e ((string? e) 'outer)) (guard (e2 ((number? e2) 'inner)) (raise "not a number"))))   ;; => outer
(show (guard (e (#t (list (error-object? e) (error-object-message e) (error-object-irritants e)))) (error "bad thing:" 1 "two" 'three)))
;; => (#t "bad thing:" (1 "two" three))
(show (guard (e (#t (error-object? e))) (car 5)))          ;; => #t
(show (guard (e (#t (error-object? e))) (vector-ref (vector 1 2) 9)))   ;; => #t
(show (guard (e ((error-object? e) 'error)) (undefined-procedure-here 1)))   ;; => error
(show (guard (e (#f 'never) (else 'else)) (raise 1)))      ;; => else
(show (guard (e ((begin (set! e 9) #f) 1) (else e)) (raise 1)))   ;; => 9
;; The body's value, several values, and no raise.
(show (guard (e (#t 'no)) 'value))                         ;; => value
(show (call-with-values (lambda () (guard (e (#t 'no)) (values 1 2))) list))   ;; => (1 2)
;; The handler runs with the outer handler installed.
(show (call/cc (lambda (k)
  (with-exception-handler (lambda (outer) (k (list 'outer outer)))
    (lambda () (with-exception-handler (lambda (inner) (raise (list 'from-inner inner))) (lambda () (raise 'first))))))))
;; => (outer (from-inner first))
(show (with-exception-handler (lambda (e) (* e 2))
  (lambda () (with-exception-handler (lambda (e) (+ 1 (raise-continuable (+ e 1)))) (lambda () (raise-continuable 10))))))
;; => 23
;; A handler that returns from raise is itself an error, in the handler's outer context.
(show (guard (e (#t 'handler-returned)) (with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'oops)))))
;; => handler-returned
;; guard re-raises with raise-continuable in the dynamic environment of the original raise.
(show (with-exception-handler (lambda (e) 10) (lambda () (+ 1 (guard (e ((string? e) 'no)) (+ 100 (raise-continuable 'x)))))))
;; => 111
(define depth-trace '())
(define p (make-parameter 'outside))
(show (guard (e (#t (list e (p)))) (parameterize ((p 'inside)) (raise (p)))))   ;; => (inside outside)
(show (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (p))) (lambda () (parameterize ((p 'inside)) (raise 'x)))))))
;; => inside
(show (guard (e (#t (list 'cleanup e)))
        (guard (e ((number? e) (raise (list 'again e)))) (raise 5))))   ;; => (cleanup (again 5))
(define (safe-div a b) (guard (e (#t 'undefined)) (quotient a b)))
(show (list (safe-div 7 2) (safe-div 7 0)))                ;; => (3 undefined)
(define (loop n) (if (= n 0) 'done (begin (guard (e (#t #f)) (raise n)) (loop (- n 1)))))
(show (loop 10000))                                        ;; => done
(show (list (guard (e ((file-error? e) 'file) (else 'not)) (raise 'x)) (read-error? 'x) (file-error? 'x)))   ;; => (not #f #f)
