;;; deriv: symbolic differentiation of a small expression, many times.  Measures list construction.
;;; group: lists
(import (scheme base) (scheme write))

(define (deriv a)
  (cond ((not (pair? a)) (if (eq? a 'x) 1 0))
        ((eq? (car a) '+) (cons '+ (map deriv (cdr a))))
        ((eq? (car a) '-) (cons '- (map deriv (cdr a))))
        ((eq? (car a) '*)
         (list '* a (cons '+ (map (lambda (b) (list '/ (deriv b) b)) (cdr a)))))
        ((eq? (car a) '/)
         (list '- (list '/ (deriv (cadr a)) (list-ref a 2))
               (list '/ (cadr a) (list '* (list-ref a 2) (list-ref a 2) (deriv (list-ref a 2))))))
        (else (error "no derivation method" (car a)))))

(define (run n)
  (let ((result (deriv '(+ (* 3 x x) (* a x x) (* b x) 5))))
    (if (= n 0) result (run (- n 1)))))

(write (run 8000000))
(newline)
;; => (+ (* (* 3 x x) (+ (/ 0 3) (/ 1 x) (/ 1 x))) (* (* a x x) (+ (/ 0 a) (/ 1 x) (/ 1 x))) (* (* b x) (+ (/ 0 b) (/ 1 x))) 0)
