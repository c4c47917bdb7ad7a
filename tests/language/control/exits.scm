;; Continuations that are only called while their receivers run: what becomes an exit, and what must stay a capture.
(import (scheme base) (scheme write))

(define (show . items) (for-each display items) (newline))

;; Out of loops, out of nested calls, with no value and with several.
(define (index-of wanted items)
  (call/cc
   (lambda (return)
     (let loop ((items items) (i 0))
       (if (null? items) (return #f))
       (if (eqv? (car items) wanted) (return i))
       (loop (cdr items) (+ i 1))))))
(show (index-of 3 '(1 2 3 4)) (index-of 9 '(1 2)))  ;; => 2#f
(define (first-negative . lists)
  (+ 1 (call/cc (lambda (return)
                  (for-each (lambda (list) (for-each (lambda (x) (if (< x 0) (return x))) list)) lists)
                  99))))
(show (first-negative '(1 2) '(3 -5 -6)) " " (first-negative '(1)))  ;; => -4 100
(show (call-with-values (lambda () (call/cc (lambda (k) (+ 1 (k 1 2 3))))) list)
      (call-with-values (lambda () (call/cc (lambda (k) (+ 1 (k))))) list))  ;; => (1 2 3)()
(show (call/cc (lambda (unused) 5)))                                        ;; => 5

;; Handed to procedures that only call it; one of them is called with a procedure too.
(define (leave k x) (if (> x 10) (k x) (leave k (+ x 3))))
(define (leaves x) (* 2 (call/cc (lambda (k) (+ 1 (leave k x))))))
(show (leaves 5) " " (leave (lambda (x) (list x)) 1) (map (lambda (f) (call/cc (lambda (k) (f k 20)))) (list leave)))
;; => 22 (13)(20)
(define (ctak x y z) (call/cc (lambda (k) (ctak-aux k x y z))))
(define (ctak-aux k x y z)
  (if (not (< y x))
      (k z)
      (call/cc (lambda (k)
                 (ctak-aux k
                           (call/cc (lambda (k) (ctak-aux k (- x 1) y z)))
                           (call/cc (lambda (k) (ctak-aux k (- y 1) z x)))
                           (call/cc (lambda (k) (ctak-aux k (- z 1) x y))))))))
(show (ctak 8 4 2) (call/cc (lambda (k) (vector (ctak-aux k 1 2 3)))))      ;; => 33

;; Through dynamic-wind, parameterize and handlers.
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define parameter (make-parameter 1))
(define (winding)
  (call/cc
   (lambda (k)
     (dynamic-wind (lambda () (note 'in))
                   (lambda () (parameterize ((parameter 2)) (k (parameter))))
                   (lambda () (note 'out))))))
(show (winding) (parameter) trace)                                         ;; => 21(out in)
(define (handled)
  (call/cc (lambda (k) (with-exception-handler (lambda (e) (k (list 'caught e))) (lambda () (+ 1 (raise 'oops)))))))
(show (handled) (guard (e (#t (list 'outer e))) (handled) (raise 'again)))  ;; => (caught oops)(outer again)

;; A loop through the tail of receivers needs no stack.
(define (go-round n) (call/cc (lambda (k) (if (= n 0) (k 'done) (go-round (- n 1))))))
(show (go-round 300000))                                                   ;; => done

;; Continuations that are captured in between and entered again, also after the exit's frame was left.
(define again #f)
(define rounds 0)
(define (around)
  (let ((result (call/cc (lambda (exit)
                           (let ((n (call/cc (lambda (k) (set! again k) 0))))
                             (+ 1000 (if (< n 2) (exit (list n)) (deep exit n 50))))))))
    (set! rounds (+ rounds 1))
    result))
(define (deep exit n depth) (if (= depth 0) (exit (list 'deep n)) (+ 1 (deep exit n (- depth 1)))))
(define results '())
(define (run) (set! results (cons (around) results)) (if (< rounds 4) (again rounds)) results)
(show (run))                                                               ;; => ((deep 3) (deep 2) (1) (0))

;; What may be called later is a continuation.
(define kept #f)
(define count 0)
(define (keeps)
  (let ((n (call/cc (lambda (k) (set! kept (lambda (x) (k x))) 0))))
    (set! count (+ count 1))
    (if (< n 3) (kept (+ n 1)) (list n count))))
(show (keeps))                                                             ;; => (3 4)
(define (later)
  (call/cc (lambda (k)
             (define (leave x) (k x))
             (define (make) (lambda (x) (leave x)))
             (set! kept (make))
             0)))
(define (run-later) (let ((n (later))) (if (< n 2) (kept (+ n 1)) n)))
(show (run-later))                                                         ;; => 2
