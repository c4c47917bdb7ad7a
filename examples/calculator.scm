;;; An expression evaluator: a tokenizer, a precedence-climbing parser and an evaluator with variables and functions.
;;; Errors carry the column where the trouble is.
(import (scheme base) (scheme char) (scheme write) (scheme inexact))

;;; Tokens are records of a kind (number, name, symbol, end), a value and a column.

(define-record-type token
  (make-token kind value column)
  token?
  (kind token-kind)
  (value token-value)
  (column token-column))

(define (syntax-problem column message . details)
  (raise (list 'syntax column message details)))

(define (digit-or-dot? c) (or (char-numeric? c) (char=? c #\.)))

;; The index after the longest run of characters from `start` that satisfy `wanted?`.
(define (scan text start wanted?)
  (let loop ((i start))
    (if (and (< i (string-length text)) (wanted? (string-ref text i)))
        (loop (+ i 1))
        i)))

(define (tokenize text)
  (let loop ((i 0) (tokens '()))
    (if (= i (string-length text))
        (reverse (cons (make-token 'end #f i) tokens))
        (let ((c (string-ref text i)))
          (cond ((char-whitespace? c) (loop (+ i 1) tokens))
                ((digit-or-dot? c)
                 (let* ((end (scan text i digit-or-dot?))
                        (number (string->number (substring text i end))))
                   (unless number (syntax-problem i "malformed number" (substring text i end)))
                   (loop end (cons (make-token 'number number i) tokens))))
                ((char-alphabetic? c)
                 (let ((end (scan text i (lambda (c) (or (char-alphabetic? c) (char-numeric? c))))))
                   (loop end (cons (make-token 'name (string->symbol (substring text i end)) i) tokens))))
                ((memv c '(#\+ #\- #\* #\/ #\^ #\( #\) #\, #\= #\!))
                 (loop (+ i 1) (cons (make-token 'symbol c i) tokens)))
                (else (syntax-problem i "unexpected character" c)))))))

;;; Parsing.  The state is a parameter holding the remaining tokens in a box of its own, a one-element vector.

(define remaining (make-parameter #f))
(define (peek) (car (vector-ref (remaining) 0)))
(define (advance!)
  (let ((t (peek)))
    (vector-set! (remaining) 0 (cdr (vector-ref (remaining) 0)))
    t))
(define (at? c) (and (eq? (token-kind (peek)) 'symbol) (char=? (token-value (peek)) c)))
(define (expect! c)
  (unless (at? c) (syntax-problem (token-column (peek)) "expected" c))
  (advance!))

;; symbol, binding strength, associativity, name of the operation
(define operators
  '((#\+ 1 left add) (#\- 1 left subtract) (#\* 2 left multiply) (#\/ 2 left divide) (#\^ 4 right power)))

(define (operator-at-hand)
  (and (eq? (token-kind (peek)) 'symbol) (assv (token-value (peek)) operators)))

(define (parse-expression minimum)
  (let loop ((left (parse-prefix)))
    (let ((operator (operator-at-hand)))
      (if (and operator (>= (cadr operator) minimum))
          (let ((column (token-column (advance!))))
            (let ((right (parse-expression
                          (if (eq? (list-ref operator 2) 'left) (+ 1 (cadr operator)) (cadr operator)))))
              (loop (list (list-ref operator 3) left right column))))
          left))))

(define (parse-prefix)
  (cond ((at? #\-)
         (advance!)
         (list 'negate (parse-expression 3)))
        (else (parse-postfix (parse-primary)))))

(define (parse-postfix operand)
  (if (at? #\!)
      (let ((column (token-column (advance!))))
        (parse-postfix (list 'factorial operand column)))
      operand))

(define (parse-primary)
  (let ((t (advance!)))
    (case (token-kind t)
      ((number) (token-value t))
      ((name) (if (at? #\() (parse-call t) (list 'variable (token-value t) (token-column t))))
      ((symbol)
       (if (char=? (token-value t) #\()
           (let ((inner (parse-expression 0)))
             (expect! #\))
             inner)
           (syntax-problem (token-column t) "unexpected" (token-value t))))
      (else (syntax-problem (token-column t) "unexpected end")))))

(define (parse-call name)
  (expect! #\()
  (let loop ((arguments '()))
    (let ((arguments (cons (parse-expression 0) arguments)))
      (cond ((at? #\,) (advance!) (loop arguments))
            (else
             (expect! #\))
             (cons* 'call (token-value name) (token-column name) (reverse arguments)))))))

(define (cons* first second third rest) (cons first (cons second (cons third rest))))

;; name = expression, or an expression
(define (parse-line text)
  (parameterize ((remaining (vector (tokenize text))))
    (let ((tokens (vector-ref (remaining) 0)))
      (define assignment?
        (and (eq? (token-kind (car tokens)) 'name)
             (pair? (cdr tokens))
             (eqv? (token-value (cadr tokens)) #\=)))
      (define name (and assignment? (token-value (advance!))))
      (when assignment? (advance!))
      (let ((e (parse-expression 0)))
        (unless (eq? (token-kind (peek)) 'end)
          (syntax-problem (token-column (peek)) "unexpected" (token-value (peek))))
        (if assignment? (list 'assign name e) e)))))

;;; Evaluation

(define variables (list (cons 'pi 3.141592653589793)))
(define functions
  (list (cons 'sqrt (lambda (x) (sqrt x)))
        (cons 'max max)
        (cons 'min min)
        (cons 'abs abs)
        (cons 'gcd gcd)
        (cons 'sum (lambda xs (apply + xs)))))

(define (run-problem column message . details)
  (raise (list 'run column message details)))

(define (factorial n)
  (do ((i 1 (+ i 1)) (product 1 (* product i))) ((> i n) product)))

(define (evaluate e)
  (if (number? e)
      e
      (case (car e)
        ((add) (+ (evaluate (cadr e)) (evaluate (list-ref e 2))))
        ((subtract) (- (evaluate (cadr e)) (evaluate (list-ref e 2))))
        ((multiply) (* (evaluate (cadr e)) (evaluate (list-ref e 2))))
        ((divide)
         (let ((divisor (evaluate (list-ref e 2))))
           (when (eqv? divisor 0) (run-problem (list-ref e 3) "division by zero"))
           (/ (evaluate (cadr e)) divisor)))
        ((power) (expt (evaluate (cadr e)) (evaluate (list-ref e 2))))
        ((negate) (- (evaluate (cadr e))))
        ((factorial)
         (let ((n (evaluate (cadr e))))
           (unless (and (exact-integer? n) (not (negative? n)))
             (run-problem (list-ref e 2) "factorial of" n))
           (factorial n)))
        ((variable)
         (let ((binding (assq (cadr e) variables)))
           (if binding (cdr binding) (run-problem (list-ref e 2) "unknown variable" (cadr e)))))
        ((call)
         (let ((function (assq (cadr e) functions)))
           (unless function (run-problem (list-ref e 2) "unknown function" (cadr e)))
           (apply (cdr function) (map evaluate (list-tail e 3)))))
        ((assign)
         (let ((value (evaluate (list-ref e 2))))
           (set! variables (cons (cons (cadr e) value) variables))
           value))
        (else (error "not an expression" e)))))

;;; The session

(define (show-problem text problem)
  (display "  ")
  (display text)
  (newline)
  (display (make-string (+ 2 (cadr problem)) #\space))
  (display "^ ")
  (display (list-ref problem 2))
  (for-each (lambda (detail) (display " ") (write detail)) (list-ref problem 3))
  (newline))

(define (calculate text)
  (guard (problem
          ((and (pair? problem) (memq (car problem) '(syntax run))) (show-problem text problem)))
    (let ((value (evaluate (parse-line text))))
      (display text)
      (display " = ")
      (write value)
      (newline))))

(for-each calculate
          '("1 + 2 * 3" "(1 + 2) * 3" "2 ^ 3 ^ 2" "-2 ^ 2" "10 - 4 - 3" "x = 6 * 7" "x / 2" "20!" "sqrt(16) + max(1, x, 3)"
            "sum(1, 2, 3, 4.5)" "2 * (3 + " "1 / (x - 42)" "y + 1" "3 $ 4" "(0 - 1)!" "gcd(84, 36)" "1.2.3" "frob(2)"
            "2 ^ 100"))
;; => 1 + 2 * 3 = 7
;; => (1 + 2) * 3 = 9
;; => 2 ^ 3 ^ 2 = 512
;; => -2 ^ 2 = -4
;; => 10 - 4 - 3 = 3
;; => x = 6 * 7 = 42
;; => x / 2 = 21
;; => 20! = 2432902008176640000
;; => sqrt(16) + max(1, x, 3) = 46
;; => sum(1, 2, 3, 4.5) = 10.5
;; =>   2 * (3 + 
;; =>            ^ unexpected end
;; =>   1 / (x - 42)
;; =>     ^ division by zero
;; =>   y + 1
;; =>   ^ unknown variable y
;; =>   3 $ 4
;; =>     ^ unexpected character #\$
;; =>   (0 - 1)!
;; =>          ^ factorial of -1
;; => gcd(84, 36) = 12
;; =>   1.2.3
;; =>   ^ malformed number "1.2.3"
;; =>   frob(2)
;; =>   ^ unknown function frob
;; => 2 ^ 100 = 1267650600228229401496703205376
