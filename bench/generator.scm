;;; generator: a tree walked by a re-entrant generator made of two continuations.
;;; group: call/cc
(import (scheme base) (scheme write))

(define (make-tree depth)
  (if (= depth 0) 1 (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (tree->generator tree)
  (define return #f)
  (define (walk t)
    (if (pair? t)
        (begin (walk (car t)) (walk (cdr t)))
        (call-with-current-continuation
         (lambda (continue)
           (set! resume (lambda () (continue #f)))
           (return t)))))
  (define resume (lambda () (walk tree) (return #f)))
  (lambda ()
    (call-with-current-continuation
     (lambda (k) (set! return k) (resume)))))

(define (sum next)
  (let loop ((total 0))
    (let ((leaf (next)))
      (if leaf (loop (+ total leaf)) total))))

(write (sum (tree->generator (make-tree 21))))
(newline)
;; => 2097152
