;;; Arguments beyond the third, and several values, are kept alive by who got them, not by the way they took.
;; assertions
(import (scheme base) (tiercel weak) (tiercel memory) (tiercel-test assert))
(define heads '())
(define (watched)
  (let ((l (list 1 2 3)))
    (set! heads (cons (weak-cons l #f) heads))
    l))

(define (fifth a b c d l) (length l))
(define (all-of a b c d . rest) (length (car rest)))
(define procedures (list fifth all-of))
(test 3 ((car procedures) 1 2 3 4 (watched)))
(test 3 ((cadr procedures) 1 2 3 4 (watched)))
(test 3 (apply (car procedures) 1 2 3 4 (list (watched))))

;; So many that the last are in a list.
(define (last-of . all) (if (null? (cdr all)) (length (car all)) (apply last-of (cdr all))))
(test 3 (apply last-of (append (make-list 100 #f) (list (watched)))))

(define (both l) (values l 1))
(define producers (list both))
(test 4 (call-with-values (lambda () ((car producers) (watched))) (lambda (l n) (+ (length l) n))))
(define (many-values) (apply values (append (make-list 100 #f) (list (watched)))))
(test 101 (call-with-values many-values (lambda all (length all))))

;; Deeper than any frame above was, so that nothing of theirs is left on the stack.
(define (deep n) (if (= n 0) 0 (+ 1 (deep (- n 1)))))
(test 10000 (deep 10000))
(collect-garbage)
(test 6 (length heads))
(test '() (let loop ((heads heads))
            (cond ((null? heads) '())
                  ((weak-pair-broken? (car heads)) (loop (cdr heads)))
                  (else (cons (car heads) (loop (cdr heads)))))))
(test-end)
