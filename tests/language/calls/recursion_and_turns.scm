;; One call and turns of a loop in one procedure: optimised code has a copy of it inside itself, whose turns are calls.
;; options: --stack-limit=1M

(define (ack m n)
  (cond ((= m 0) (+ n 1))
        ((= n 0) (ack (- m 1) 1))
        (else (ack (- m 1) (ack m (- n 1))))))
(define (repeat times) (if (> times 1) (begin (ack 2 9) (repeat (- times 1))) (ack 2 9)))
(println (repeat 300))                               ;; => 21
(println (ack 2 2.0))                                ;; => 7
(println (ack 0 1152921504606846975))                ;; => 1152921504606846976
(println (ack 1 5/5) (ack 2. 3))                     ;; => 3 9
(println (guard (e (#t (error-object-message e))) (ack 1 'x)))
;; => =: expected a number as argument 1, found x
(println (guard (e (#t (error-object-message e))) (ack 'y 1)))
;; => =: expected a number as argument 1, found y

;; The turns of the inner call take no stack.
(define (turn n m) (if (= n 0) m (turn (- n 1) (if (> m 0) (turn m 0) 0))))
(println (turn 3 3000000) (turn 2000000 1))          ;; => 0 0

;; With a free variable.
(define (maker step)
  (define (down m n)
    (cond ((= m 0) (+ n step))
          ((= n 0) (down (- m 1) step))
          (else (down (- m 1) (down m (- n 1))))))
  down)
(println (map (lambda (step) ((maker step) 2 8)) (list 1 2)))  ;; => (19 3068)
