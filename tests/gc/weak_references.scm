;;; Weak pairs, ephemerons and guardians.
(import (scheme base) (scheme write) (tiercel weak) (tiercel memory))
(define (show x) (write x) (newline))
;; What a test drops must not be found in a dead frame or register: it is made deep in a recursion of its own.
(define (deep n thunk) (if (= n 0) (thunk) (let ((result (deep (- n 1) thunk))) (if #f n result))))
(define (overwrite n) (if (= n 0) 0 (+ 1 (overwrite (- n 1)))))
(define (collect) (overwrite 200) (collect-garbage))
(define kept (list 'kept))
(define pairs
  (deep 50 (lambda () (let loop ((i 0) (all '())) (if (= i 100) all (loop (+ i 1) (cons (weak-cons (list i) i) all)))))))
(define held (weak-cons kept 'content))
(collect)
(define (broken) (let loop ((l pairs) (n 0)) (if (null? l) n (loop (cdr l) (if (weak-pair-broken? (car l)) (+ n 1) n)))))
(show (>= (broken) 95))                                    ;; => #t
(show (list (weak-car held) (weak-cdr held)))              ;; => ((kept) content)
(show (map weak-cdr (list (car pairs) (cadr pairs))))      ;; => (99 98)
;; An ephemeron lets go of a value that refers to its own key.
(define ephemerons
  (deep 50 (lambda ()
    (let loop ((i 0) (all '())) (if (= i 100) all (loop (+ i 1) (cons (let ((key (list i))) (make-ephemeron key (vector key))) all)))))))
(define strong (make-ephemeron kept (vector kept)))
(collect)
(define (broken-ephemerons) (let loop ((l ephemerons) (n 0)) (if (null? l) n (loop (cdr l) (if (ephemeron-broken? (car l)) (+ n 1) n)))))
(show (>= (broken-ephemerons) 95))                         ;; => #t
(show (eq? (vector-ref (ephemeron-datum strong) 0) kept))  ;; => #t
;; A guardian gives back what nothing else refers to, once.
(define guardian (make-guardian))
(guardian-watch! guardian kept)
(deep 50 (lambda () (let loop ((i 0)) (if (< i 100) (begin (guardian-watch! guardian (list 'dropped i)) (loop (+ i 1)))))))
(collect)
(define (drain n) (let ((next (guardian-next! guardian))) (cond ((not next) n) ((eq? (car next) 'dropped) (drain (+ n 1))) (else 'wrong))))
(define first (drain 0))
(show (and (>= first 95) (<= first 100)))                  ;; => #t
(collect)
(show (<= (+ first (drain 0)) 100))                        ;; => #t
(show (guardian-next! guardian))                           ;; => #f
