;;; Indices whose interval holds one number only, as a quotient by a large number or a remainder by one: that it is that
;;; number is so only if what it is made of is an exact integer, not negative and below 2^28, and who asks for an element
;;; in a loop that counts may give anything.
;; proves: C5
(import (scheme base) (scheme write) (srfi 4))

(define numbers (f64vector 1. 2. 3. 4.))

(define (message thunk)
  (guard (e ((error-object? e) (error-object-message e))) (thunk)))

(define-syntax define-sum
  (syntax-rules ()
    ((_ (name v x n) index)
     (define (name v x n)
       (let loop ((i 0) (sum 0.))
         (if (< i n)
             (loop (+ i 1) (+ sum (f64vector-ref v index)))
             sum))))))

(define-sum (by-quotient v x n) (quotient x 268435456))
(define-sum (by-remainder v x n) (remainder x 1))
(define-sum (by-product v x n) (* x 0))
(define-sum (by-difference v x n) (- (quotient x 536870912) (remainder x 1)))
(define-sum (stored v x n) (begin (f64vector-set! v (quotient x 268435456) 1.) 0))

(define (show turns name sum)
  (write (list name turns))
  (for-each (lambda (x) (write-char #\space) (write (message (lambda () (sum numbers x turns)))))
            (list 5 268435455 (* 50 268435456) (* -3 268435456) (* 50000000 268435456) (expt 2 100) 2.5 1/2 'a))
  (newline))

(for-each (lambda (turns)
            (for-each (lambda (name sum) (show turns name sum))
                      '(quotient remainder product difference stored)
                      (list by-quotient by-remainder by-product by-difference stored)))
          '(1 3))
