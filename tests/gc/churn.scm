;;; Much garbage, few survivors: lists, vectors, closures, strings, bignums, boxes in old objects.
;; proves: C4 O16
(import (scheme base) (scheme write) (scheme cxr))
(define (show x) (write x) (newline))
(define keep (make-vector 100 '()))
(define (churn n)
  (do ((i 0 (+ i 1))) ((= i n))
    (let ((slot (modulo i 100)))
      (vector-set! keep slot (list i (vector i (number->string i)) (lambda () i) (* i 100000000000000000000))))))
(churn 5000)
(define (check slot)
  (let ((entry (vector-ref keep slot)))
    (and (= (car entry) ((caddr entry)) (string->number (vector-ref (cadr entry) 1))) (= (cadddr entry) (* (car entry) 100000000000000000000)))))
(show (let loop ((i 0)) (cond ((= i 100) 'intact) ((check i) (loop (+ i 1))) (else i))))   ;; => intact
;; An old object that points at young ones, again and again.
(define old (list 'root))
(define (grow n) (if (> n 0) (begin (set-cdr! old (cons n (cdr old))) (grow (- n 1)))))
(grow 2000)
(show (list (length old) (cadr old) (apply + (cdr old)))) ;; => (2001 1 2001000)
(define (make-tree d) (if (= d 0) '() (cons (make-tree (- d 1)) (make-tree (- d 1)))))
(define (count t) (if (null? t) 1 (+ (count (car t)) (count (cdr t)))))
(show (let loop ((i 0) (s 0)) (if (= i 20) s (loop (+ i 1) (+ s (count (make-tree 8)))))))   ;; => 5120
;; Recursion that allocates at every level.
(define (squares n) (if (= n 0) '() (cons (* n n) (squares (- n 1)))))
(show (apply + (squares 1000)))                            ;; => 333833500
(define text (let loop ((i 0) (parts '())) (if (= i 500) (apply string-append parts) (loop (+ i 1) (cons (number->string i) parts)))))
(show (string-length text))                                ;; => 1390
