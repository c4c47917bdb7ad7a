;;; An assigned variable that nobody else can see is kept in a register: every reading sees the last assignment before it,
;;; also between the operands of one expression, and a continuation that is entered twice sees one variable.
(import (scheme base) (scheme write) (srfi 69))
(define (show x) (write x) (newline))

;; Operands that were read before an assignment keep their values.
(define (in-a-call) (let ((n 1)) (list n (begin (set! n 2) n) (+ n (begin (set! n 10) n)) n)))
(show (in-a-call))                                              ;; => (1 2 12 10)
(define (in-a-sum) (let ((n 1)) (+ n (begin (set! n 10) n) (begin (set! n 100) n) n)))
(show (in-a-sum))                                               ;; => 211
(define (in-a-test) (let ((n 1)) (if (< n (begin (set! n 0) 1)) 'yes 'no)))
(show (in-a-test))                                              ;; => no
(define (in-a-test-of-identity) (let ((n 'a)) (if (eq? n (begin (set! n 'b) n)) 'yes 'no)))
(show (in-a-test-of-identity))                                  ;; => no
(define (in-two-names) (let ((n 1)) (let ((m n)) (set! n 5) (list m n))))
(show (in-two-names))                                           ;; => (1 5)
(define (in-a-name-of-its-own m) (let ((n m)) (set! n (+ n 1)) (list m n)))
(show (in-a-name-of-its-own 1))                                 ;; => (1 2)
(define (in-its-own-value n) (set! n (- (* n 2) (+ n 1) n)) n)
(show (in-its-own-value 5))                                     ;; => -1
(define (in-a-vector) (let ((v (vector 1 2 3)) (i 0)) (vector-set! v i (begin (set! i 2) 'x)) (list v i)))
(show (in-a-vector))                                            ;; => (#(x 2 3) 2)
(define (in-arms n) (let ((r 0)) (set! r (if (= n 0) (begin (set! r 7) (+ r 1)) (cond ((= n 1) r) (else (- r 1))))) r))
(show (map in-arms '(0 1 2)))                                   ;; => (8 0 -1)
(define-record-type point (make-point x) point? (x point-x set-point-x!))
(define (in-a-record) (let ((p (make-point 1))) (set-point-x! p (begin (set! p (make-point 2)) (point-x p))) (point-x p)))
(show (in-a-record))                                            ;; => 2

;; Loops: assignments in the body, in the step, before and after.
(define (counted n) (let ((sum 0) (last #f)) (do ((i 0 (+ i 1))) ((= i n) (list sum last)) (set! sum (+ sum i)) (set! last i))))
(show (counted 5))                                              ;; => (10 4)
(define (fibonacci n) (let ((a 0) (b 1)) (do ((i 0 (+ i 1))) ((= i n) a) (let ((next (+ a b))) (set! a b) (set! b next)))))
(show (fibonacci 30))                                           ;; => 832040
(define (in-steps n) (let ((x 0)) (do ((i 0 (begin (set! x (+ x i)) (+ i 1))) (l '() (cons x l))) ((= i n) l))))
(show (in-steps 4))                                             ;; => (6 3 1 0)
(define (floats n) (let ((x 0.5)) (do ((i 0 (+ i 1))) ((= i n) x) (set! x (/ (+ x (/ 2.0 x)) 2.0)))))
(show (< (abs (- (* (floats 20) (floats 20)) 2.0)) 1e-9))       ;; => #t
(define (kinds n) (let ((x 0)) (do ((i 0 (+ i 1))) ((= i n) x) (set! x (if (fixnum? x) 1.5 (if (real? x) 7 x))))))
(define (fixnum? x) (and (number? x) (exact? x)))
(show (list (kinds 3) (kinds 4)))                               ;; => (1.5 7)

;; With a call that may capture the continuation there is one variable, however often it is entered.
(define (around f) (let ((n 0)) (set! n (+ n 1)) (f) (set! n (+ n 1)) n))
(define again #f)
(define seen '())
(define (entered)
  (let ((result (around (lambda () (call/cc (lambda (k) (set! again k)))))))
    (set! seen (cons result seen))
    (if (< (length seen) 3) (again #f) (reverse seen))))
(show (entered))                                                ;; => (2 3 4)
(define (around-quietly f) (let ((n 0)) (set! n (+ n 1)) (calling f) (set! n (+ n 1)) n))
(define (calling f) (if (procedure? f) (begin (f) (calling #f)) 'done))
(set! seen '())
(define (entered-quietly)
  (let ((result (around-quietly (lambda () (call/cc (lambda (k) (set! again k)))))))
    (set! seen (cons result seen))
    (if (< (length seen) 3) (again #f) (reverse seen))))
(show (entered-quietly))                                        ;; => (2 3 4)
(define table (make-hash-table (lambda (a b) (call/cc (lambda (k) (set! again k))) (equal? a b)) (lambda (x . rest) 0)))
(hash-table-set! table 1 'one)
(set! seen '())
(define (around-table) (let ((n 0)) (set! n (+ n 1)) (hash-table-ref/default table 1 #f) (set! n (+ n 1)) n))
(define (entered-table)
  (let ((result (around-table)))
    (set! seen (cons result seen))
    (if (< (length seen) 3) (again #f) (reverse seen))))
(show (entered-table))                                          ;; => (2 3 4)

;; Closures share it.
(define (shared) (let ((n 0)) (let ((up (lambda () (set! n (+ n 1)) n))) (set! n 10) (list (up) (up) n))))
(show (shared))                                                 ;; => (11 12 12)
(define (made-in-a-loop) (let ((all '())) (do ((i 0 (+ i 1))) ((= i 3) (map (lambda (f) (f)) all)) (let ((n i)) (set! n (* 2 n)) (set! all (cons (lambda () (set! n (+ n 1)) n) all))))))
(show (made-in-a-loop))                                         ;; => (5 3 1)
