;;; A frame that waits keeps alive what it will read again, not what it has handed on.
;; skip: aot (what is inlined into the top level may be kept until that ends)
;; skip: jit-fast (fast code gives each value a slot in its frame, which holds it until the frame ends)
(import (scheme base) (scheme case-lambda) (scheme write) (tiercel weak) (tiercel memory))
(define (show x) (write x) (newline))
(define (numbers n) (let loop ((i n) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))

;; The list is consumed by a recursion that is still deep in its frames when the collector runs.
(define (consume l head)
  (cond ((null? l) (collect-garbage) (if (weak-pair-broken? head) 0 -1000000))
        (else (+ 1 (consume (cdr l) head)))))
(define (start) (let ((l (numbers 1000))) (consume l (weak-cons l #f))))
(show (start))                                             ;; => 1000

;; What is read afterwards stays: a parameter, a variable across a loop, an argument of a later call.
(define (keep l head)
  (let ((found (consume (numbers 10) (weak-cons 1 2))))
    (collect-garbage)
    (list (weak-pair-broken? head) (length l))))
(define (kept) (let ((l (numbers 100))) (keep l (weak-cons l #f))))
(show (kept))                                              ;; => (#f 100)
(define (across n l head)
  (let loop ((i 0))
    (if (< i n)
        (begin (collect-garbage) (loop (+ i 1)))
        (list (weak-pair-broken? head) (apply + l)))))
(define (looped) (let ((l (numbers 10))) (across 3 l (weak-cons l #f))))
(show (looped))                                            ;; => (#f 55)

;; Several clauses, a rest list, and a frame too large for the usual entries.
(define many
  (case-lambda
    ((l) (collect-garbage) (length l))
    ((l . rest) (let ((n (many l))) (+ n (length rest) (length l))))))
(show (many (numbers 7) 1 2))                              ;; => 16

;; Merge sort, whose every frame is deep in a recursion over lists that are garbage by then.
(define (merge a b)
  (cond ((null? a) b)
        ((null? b) a)
        ((< (car b) (car a)) (cons (car b) (merge a (cdr b))))
        (else (cons (car a) (merge (cdr a) b)))))
(define (split l)
  (if (or (null? l) (null? (cdr l)))
      (values l '())
      (let-values (((a b) (split (cddr l)))) (values (cons (car l) a) (cons (cadr l) b)))))
(define (sort l)
  (if (or (null? l) (null? (cdr l))) l (let-values (((a b) (split l))) (merge (sort a) (sort b)))))
(define (ascending? l) (or (null? (cdr l)) (and (<= (car l) (cadr l)) (ascending? (cdr l)))))
(define sorted (sort (map (lambda (i) (modulo (* i 7919) 2003)) (numbers 2000))))
(show (list (length sorted) (ascending? sorted)))          ;; => (2000 #t)
