;;; A symbolic differentiator: expressions are lists in prefix form; the derivative is simplified until nothing changes
;;; and can be evaluated, printed in infix notation, or expanded into a Taylor polynomial.
(import (scheme base) (scheme write) (scheme inexact) (scheme cxr))

(define (constant? e) (number? e))
(define (variable? e) (symbol? e))
(define (operator e) (car e))
(define (left e) (cadr e))
(define (right e) (caddr e))
(define (unary? e) (null? (cddr e)))

;;; Differentiation

;; The rules for functions of one argument: name, derivative of (name u) as a procedure of u.
(define function-rules
  (list (cons 'sin (lambda (u) `(cos ,u)))
        (cons 'cos (lambda (u) `(- (sin ,u))))
        (cons 'exp (lambda (u) `(exp ,u)))
        (cons 'log (lambda (u) `(/ 1 ,u)))
        (cons 'sqrt (lambda (u) `(/ 1 (* 2 (sqrt ,u)))))))

(define (derivative e x)
  (cond ((constant? e) 0)
        ((variable? e) (if (eq? e x) 1 0))
        (else
         (case (operator e)
           ((+) `(+ ,(derivative (left e) x) ,(derivative (right e) x)))
           ((-) (if (unary? e)
                    `(- ,(derivative (left e) x))
                    `(- ,(derivative (left e) x) ,(derivative (right e) x))))
           ((*) `(+ (* ,(derivative (left e) x) ,(right e))
                    (* ,(left e) ,(derivative (right e) x))))
           ((/) `(/ (- (* ,(derivative (left e) x) ,(right e))
                       (* ,(left e) ,(derivative (right e) x)))
                    (expt ,(right e) 2)))
           ((expt) (derivative-of-power (left e) (right e) x))
           (else (derivative-of-function e x))))))

(define (derivative-of-power base exponent x)
  (if (constant? exponent)
      `(* (* ,exponent (expt ,base ,(- exponent 1))) ,(derivative base x))
      (derivative `(exp (* ,exponent (log ,base))) x)))

(define (derivative-of-function e x)
  (let ((rule (assq (operator e) function-rules)))
    (unless rule (error "no rule for this function" (operator e)))
    `(* ,((cdr rule) (left e)) ,(derivative (left e) x))))

;;; Simplification

(define (simplify-sum a b)
  (cond ((and (constant? a) (constant? b)) (+ a b))
        ((eqv? a 0) b)
        ((eqv? b 0) a)
        ((equal? a b) `(* 2 ,a))
        ((and (pair? b) (eq? (operator b) '-) (unary? b)) `(- ,a ,(left b)))
        (else `(+ ,a ,b))))

(define (simplify-difference a b)
  (cond ((and (constant? a) (constant? b)) (- a b))
        ((eqv? b 0) a)
        ((eqv? a 0) (simplify-negation b))
        ((equal? a b) 0)
        (else `(- ,a ,b))))

(define (simplify-negation a)
  (cond ((constant? a) (- a))
        ((and (pair? a) (eq? (operator a) '-) (unary? a)) (left a))
        (else `(- ,a))))

(define (simplify-product a b)
  (cond ((and (constant? a) (constant? b)) (* a b))
        ((or (eqv? a 0) (eqv? b 0)) 0)
        ((eqv? a 1) b)
        ((eqv? b 1) a)
        ((constant? b) (simplify-product b a))
        ((and (constant? a) (pair? b) (eq? (operator b) '*) (constant? (left b)))
         (simplify-product (* a (left b)) (right b)))
        ((and (pair? b) (eq? (operator b) '-) (unary? b))
         (simplify-negation (simplify-product a (left b))))
        ((equal? a b) `(expt ,a 2))
        (else `(* ,a ,b))))

(define (simplify-quotient a b)
  (cond ((eqv? a 0) 0)
        ((eqv? b 1) a)
        ((equal? a b) 1)
        (else `(/ ,a ,b))))

(define (simplify-power a b)
  (cond ((eqv? b 0) 1)
        ((eqv? b 1) a)
        ((and (constant? a) (constant? b) (exact? b) (>= b 0)) (expt a b))
        (else `(expt ,a ,b))))

(define (simplify-once e)
  (if (not (pair? e))
      e
      (let ((arguments (map simplify-once (cdr e))))
        (case (operator e)
          ((+) (apply simplify-sum arguments))
          ((-) (if (null? (cdr arguments))
                   (simplify-negation (car arguments))
                   (apply simplify-difference arguments)))
          ((*) (apply simplify-product arguments))
          ((/) (apply simplify-quotient arguments))
          ((expt) (apply simplify-power arguments))
          (else (cons (operator e) arguments))))))

(define (simplify e)
  (let ((next (simplify-once e)))
    (if (equal? next e) e (simplify next))))

(define (differentiate e x) (simplify (derivative e x)))

(define (nth-derivative e x n)
  (if (= n 0) e (nth-derivative (differentiate e x) x (- n 1))))

;;; Evaluation

(define (evaluate e bindings)
  (cond ((constant? e) e)
        ((variable? e)
         (let ((binding (assq e bindings)))
           (if binding (cdr binding) (error "unbound variable in expression" e))))
        (else
         (let ((arguments (map (lambda (a) (evaluate a bindings)) (cdr e))))
           (apply (case (operator e)
                    ((+) +) ((-) -) ((*) *) ((/) /) ((expt) expt)
                    ((sin) sin) ((cos) cos) ((exp) exp) ((log) log) ((sqrt) sqrt)
                    (else (error "unknown operator" (operator e))))
                  arguments)))))

(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))

;; The coefficients of the Taylor polynomial of `e` around 0 up to degree n.
(define (taylor e x n)
  (let loop ((k 0) (current e) (coefficients '()))
    (if (> k n)
        (reverse coefficients)
        (loop (+ k 1)
              (differentiate current x)
              (cons (/ (evaluate current (list (cons x 0))) (factorial k)) coefficients)))))

;;; Infix notation

(define (precedence e)
  (if (not (pair? e))
      9
      (case (operator e)
        ((+) 1) ((-) (if (unary? e) 3 1)) ((*) 2) ((/) 2) ((expt) 4) (else 9))))

(define (write-infix e minimum)
  (let ((parenthesised (< (precedence e) minimum)))
    (when parenthesised (write-string "("))
    (cond ((not (pair? e)) (write e))
          ((and (eq? (operator e) '-) (unary? e))
           (write-string "-")
           (write-infix (left e) 4))
          ((memq (operator e) '(+ - * / expt))
           (write-infix (left e) (precedence e))
           (write-string (cdr (assq (operator e) '((+ . " + ") (- . " - ") (* . " ") (/ . " / ") (expt . "^")))))
           (write-infix (right e) (+ 1 (precedence e))))
          (else
           (write (operator e))
           (write-string "(")
           (write-infix (left e) 0)
           (write-string ")")))
    (when parenthesised (write-string ")"))))

(define (show e)
  (write-infix e 0)
  (newline))

(show (differentiate '(+ (* 3 (expt x 2)) (* 2 x)) 'x))
;; => 6 x + 2
(show (differentiate '(* (sin x) (cos x)) 'x))
;; => cos(x)^2 - sin(x)^2
(show (differentiate '(/ 1 x) 'x))
;; => -1 / x^2
(show (differentiate '(exp (* 2 x)) 'x))
;; => 2 exp(2 x)
(show (differentiate '(log (+ 1 (expt x 2))) 'x))
;; => 1 / (1 + x^2) (2 x)
(show (nth-derivative '(sin x) 'x 4))
;; => sin(x)
(write (nth-derivative '(expt x 5) 'x 5))
(newline)
;; => 120
(write (evaluate (differentiate '(expt x 10) 'x) '((x . 3))))
(newline)
;; => 196830
(write (taylor '(/ 1 (- 1 x)) 'x 5))
(newline)
;; => (1 1 1 1 1 1)
(write (evaluate (differentiate '(* a (expt x 3)) 'x) '((a . 7) (x . 100000000000))))
(newline)
;; => 210000000000000000000000
(write (guard (e ((error-object? e) (list (error-object-message e) (error-object-irritants e))))
         (differentiate '(tan x) 'x)))
(newline)
;; => ("no rule for this function" (tan))
