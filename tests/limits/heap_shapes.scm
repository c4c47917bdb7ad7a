;;; Every way to use up the heap is a catchable out-of-memory, with the code T4002, after which the program goes on: lists,
;;; vectors, strings, bytevectors, tables, closures, continuations, large integers, string ports, one object too large.
;; assertions
;; timeout: 120
;; proves: R12
;; options: --heap-limit=64M --stack-limit=64M
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress     (filling a heap at one collection per poll takes hours)
(import (scheme base) (scheme cxr) (scheme write) (tiercel hash-table) (tiercel-test assert))
(define (alive?) (= 1000 (vector-length (make-vector 1000 0))))
;; The step is applied to its own result for ever.
(define-syntax endless (syntax-rules () ((_ start step) (let loop ((x start)) (loop (step x))))))

(test-section "R12 what grows without end")
(test-error "T4002" (endless '() (lambda (l) (cons 1 l))))
(test #t (alive?))
(test-error "T4002" (endless '() (lambda (l) (cons (make-vector 1000 0) l))))
(test #t (alive?))
(test-error "T4002" (endless (make-vector 8 0) (lambda (v) (vector-append v v))))
(test-error "T4002" (endless (make-string 8 #\a) (lambda (s) (string-append s s))))
(test-error "T4002" (endless (make-string 8 #\λ) (lambda (s) (string-append s s))))
(test-error "T4002" (endless (make-bytevector 8 0) (lambda (b) (bytevector-append b b))))
(test #t (alive?))
(test-error "T4002" (let ((table (make-hash-table))) (endless 0 (lambda (n) (hash-table-set! table n (make-vector 100 n)) (+ n 1)))))
(test #t (alive?))
(test-error "T4002" (endless (lambda () 1) (lambda (f) (let ((v (make-vector 100 0))) (lambda () (f) v)))))
(test-error "T4002" (endless '() (lambda (l) (call/cc (lambda (k) (cons (list k (make-vector 100 0)) l))))))
(test-error "T4002" (let ((port (open-output-string))) (endless 0 (lambda (n) (write-string "some text that is gathered" port) n))))
(test-error "T4002" (let ((port (open-output-bytevector))) (endless 0 (lambda (n) (write-bytevector (make-bytevector 1000 1) port) n))))
(test #t (alive?))
(test-error "T4002" (endless '(0) (lambda (l) (append l l))))
(test-error "T4002" (endless '(0) (lambda (l) (map (lambda (x) x) (append l (list-copy l))))))
;; write-simple knows no cycles: it goes on until the port is full (R7RS 6.13.3), or for ever into a file, interruptibly.
(test-error "T4002" (let ((l (list 1 2 3))) (set-cdr! (cddr l) l) (write-simple l (open-output-string))))
(test-error "T4002" (let ((v (vector 1 2 3))) (vector-set! v 0 v) (write-simple v (open-output-string))))
(test-error (endless 3 (lambda (n) (* n n))))
(test #t (alive?))

(test-section "R12 one object that is too large")
(test-error "T4002" (make-vector 1000000000000 0))
(test-error "T4002" (make-string 1000000000000 #\a))
(test-error "T4002" (make-bytevector 1000000000000 0))
(test-error "T4002" (make-list 1000000000 0))
(test-error "T4002" (make-vector 100000000 0))
(test-error "T4002" (make-string 100000000 #\a))
(test-error (make-vector (expt 2 60) 0))
(test-error (make-vector (expt 2 100) 0))
(test-error (expt 7 (expt 10 12)))
(test #t (alive?))

(test-section "R12 a hundred times in a row")
(test 100 (let loop ((n 0)) (if (= n 100) n (begin (guard (e (#t #f)) (endless '() (lambda (l) (cons (make-vector 100000 0) l)))) (loop (+ n 1))))))
(test '(caught after) (let ((log '()))
  (guard (e (#t (set! log (cons 'caught log))))
    (dynamic-wind (lambda () #f) (lambda () (endless '() (lambda (l) (cons (make-vector 10000 0) l)))) (lambda () (set! log (cons 'after log)))))
  log))
(test-end)
