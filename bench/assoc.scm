;;; assoc: association lists with eq? and equal? keys.
;;; group: lists
(import (scheme base) (scheme write))

(define keys '(alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon))
(define table (map (lambda (k) (cons k (string-length (symbol->string k)))) keys))
(define text-table (map (lambda (k) (cons (symbol->string k) k)) keys))

(define (sum n)
  (let loop ((i 0) (ks keys) (total 0))
    (cond ((= i n) total)
          ((null? ks) (loop i keys total))
          (else
           (loop (+ i 1) (cdr ks)
                 (+ total
                    (cdr (assq (car ks) table))
                    (if (eq? (car ks) (cdr (assoc (symbol->string (car ks)) text-table))) 1 0)))))))

(write (sum 8000000))
(newline)
;; => 42400000
