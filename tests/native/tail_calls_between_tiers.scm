;;; Tail calls from tier 1 into native code and back, with different numbers of arguments, through apply and with rest
;;; lists, take no stack; a continuation that is entered again crosses as well, and so does an error.
;; proves: C20 L3
;; options: --jit-threshold=1000000000 --stack-limit=1M
;; requires: native
;; skip: interp
;; skip: jit-threshold=0
;; skip: jit-threshold=20
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress (millions of calls, each with a collection)
;; skip: interrupt-stress
(import (scheme base) (scheme case-lambda) (scheme write) (tiercel introspect))
(define (show . parts) (for-each (lambda (part) (write part) (write-char #\space)) parts) (newline))
(define-syntax define-slow (syntax-rules () ((_ name value) (begin (define name #f) (set! name value)))))
(define-syntax define-fast
  (syntax-rules () ((_ name value) (begin (define name #f) (set! name value) (if (not (promote! name)) (error "refused" 'name))))))

(define-slow slow (lambda (n) (if (= n 0) 'slow (fast (- n 1) n))))
(define-fast fast (lambda (n m) (if (= n 0) 'fast (slow (- n 1)))))
(show (slow 1000000) (fast 1000001 1) (current-tier slow) (current-tier fast))   ;; => slow slow 1 2

(define-slow slow-many (lambda (a b c d e f n) (if (= n 0) (list a f) (fast-few (- n 1)))))
(define-fast fast-few (lambda (n) (slow-many 1 2 3 4 5 6 n)))
(show (fast-few 300000))                                             ;; => (1 6)
(define-slow slow-few (lambda (n) (fast-many 1 2 3 4 5 6 n)))
(define-fast fast-many (lambda (a b c d e f n) (if (= n 0) (list a f) (slow-few (- n 1)))))
(show (slow-few 300000))                                             ;; => (1 6)

(define-slow slow-applied (lambda (n . rest) (if (= n 0) rest (apply fast-applied (- n 1) rest))))
(define-fast fast-applied (lambda (n . rest) (if (= n 0) rest (apply slow-applied (- n 1) rest))))
(show (slow-applied 300000 'a 'b 'c 'd))                              ;; => (a b c d)

(define-slow slow-clause (case-lambda ((n) (fast-clause n 1 2 3)) ((n x) (if (= n 0) x (fast-clause (- n 1))))))
(define-fast fast-clause (case-lambda ((n) (slow-clause n)) ((n a b c) (slow-clause n (+ a b c)))))
(show (slow-clause 300000))                                          ;; => 6

(define-fast through-values (lambda (n) (call-with-values (lambda () (values n 1)) slow-values)))
(define-slow slow-values (lambda (n one) (if (= n 0) 'values (through-values (- n one)))))
(show (through-values 300000))                                       ;; => values

(define-slow deep (lambda (n) (if (= n 0) (call-with-current-continuation (lambda (k) k)) (cons n (deep-fast (- n 1))))))
(define-fast deep-fast (lambda (n) (if (= n 0) (call-with-current-continuation (lambda (k) k)) (cons n (deep (- n 1))))))
(define found (deep 5))
(define k (list-tail found 5))
(if (procedure? k) (k 'again))
(show found)                                                         ;; => (5 4 3 2 1 . again)

(define-slow fails (lambda (n) (if (= n 0) (car n) (+ 1 (fails-fast (- n 1))))))
(define-fast fails-fast (lambda (n) (if (= n 0) (vector-ref #(1) n 2) (+ 1 (fails (- n 1))))))
(show (guard (e (#t 'caught)) (fails 1000)) (guard (e (#t 'caught)) (fails-fast 1000)) (guard (e (#t 'caught)) (fails-fast 1001)))
;; => caught caught caught
