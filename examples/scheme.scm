;;; A Scheme interpreter in Scheme, in the manner of "Structure and Interpretation of Computer Programs" §4.1.7: a
;;; program is first analysed into closures, then run.  It has define, lambda with rest parameters, let, let*, letrec,
;;; named let, cond, and, or, case, quasiquote, set!, begin, call/cc (from the host) and simple macros.
(import (scheme base) (scheme write) (scheme read) (scheme cxr))

;;; Environments: a frame is a list of mutable (name . value) pairs in a one-element vector, and the frame around it.

(define-record-type frame
  (make-frame bindings outer)
  frame?
  (bindings frame-bindings set-frame-bindings!)
  (outer frame-outer))

(define (lookup name frame)
  (let search ((f frame))
    (if f
        (or (assq name (frame-bindings f)) (search (frame-outer f)))
        (error "unbound variable" name))))

(define (bind! name value frame)
  (let ((old (assq name (frame-bindings frame))))
    (if old
        (set-cdr! old value)
        (set-frame-bindings! frame (cons (cons name value) (frame-bindings frame))))))

;; Binds parameters, a possibly dotted list, to the arguments.
(define (extend parameters arguments outer)
  (let loop ((ps parameters) (as arguments) (bindings '()))
    (cond ((symbol? ps) (make-frame (cons (cons ps as) bindings) outer))
          ((and (null? ps) (null? as)) (make-frame bindings outer))
          ((or (null? ps) (null? as)) (error "wrong number of arguments" parameters (length arguments)))
          (else (loop (cdr ps) (cdr as) (cons (cons (car ps) (car as)) bindings))))))

;;; Macros: name → procedure from form to form

(define macros '())
(define (define-macro! name transform) (set! macros (cons (cons name transform) macros)))
(define (macro name) (let ((entry (assq name macros))) (and entry (cdr entry))))

;;; Analysis: every form becomes (lambda (frame) value)

(define (analyse form)
  (cond ((symbol? form) (lambda (frame) (cdr (lookup form frame))))
        ((not (pair? form)) (lambda (frame) form))
        ((and (symbol? (car form)) (assq (car form) analysers))
         => (lambda (entry) ((cdr entry) form)))
        ((and (symbol? (car form)) (macro (car form)))
         => (lambda (transform) (analyse (transform form))))
        (else (analyse-application form))))

(define (analyse-application form)
  (let ((operator (analyse (car form)))
        (operands (map analyse (cdr form))))
    (lambda (frame)
      (let ((procedure (operator frame)))
        (apply procedure (map (lambda (operand) (operand frame)) operands))))))

(define (analyse-body forms)
  (let ((steps (map analyse forms)))
    (if (null? (cdr steps))
        (car steps)
        (lambda (frame)
          (let loop ((steps steps))
            (if (null? (cdr steps))
                ((car steps) frame)
                (begin ((car steps) frame) (loop (cdr steps)))))))))

(define (analyse-lambda parameters body)
  (let ((run (analyse-body body)))
    (lambda (frame)
      (lambda arguments
        (run (extend parameters arguments frame))))))

(define (analyse-define form)
  (if (pair? (cadr form))
      (analyse-define `(define ,(caadr form) (lambda ,(cdadr form) ,@(cddr form))))
      (let ((name (cadr form)) (value (analyse (caddr form))))
        (lambda (frame)
          (bind! name (value frame) frame)
          name))))

(define (analyse-if form)
  (let ((test (analyse (cadr form)))
        (consequent (analyse (caddr form)))
        (alternative (if (pair? (cdddr form)) (analyse (cadddr form)) (lambda (frame) #f))))
    (lambda (frame)
      (if (test frame) (consequent frame) (alternative frame)))))

(define (analyse-set! form)
  (let ((name (cadr form)) (value (analyse (caddr form))))
    (lambda (frame)
      (set-cdr! (lookup name frame) (value frame)))))

(define analysers
  (list (cons 'quote (lambda (form) (let ((datum (cadr form))) (lambda (frame) datum))))
        (cons 'if analyse-if)
        (cons 'define analyse-define)
        (cons 'set! analyse-set!)
        (cons 'lambda (lambda (form) (analyse-lambda (cadr form) (cddr form))))
        (cons 'begin (lambda (form) (analyse-body (cdr form))))))

;;; Derived forms as macros of the host

(define-macro! 'let
  (lambda (form)
    (if (symbol? (cadr form))
        (let ((name (cadr form)) (bindings (caddr form)) (body (cdddr form)))
          `((letrec ((,name (lambda ,(map car bindings) ,@body))) ,name) ,@(map cadr bindings)))
        `((lambda ,(map car (cadr form)) ,@(cddr form)) ,@(map cadr (cadr form))))))

(define-macro! 'let*
  (lambda (form)
    (let ((bindings (cadr form)) (body (cddr form)))
      (if (or (null? bindings) (null? (cdr bindings)))
          `(let ,bindings ,@body)
          `(let (,(car bindings)) (let* ,(cdr bindings) ,@body))))))

(define-macro! 'letrec
  (lambda (form)
    `(let ,(map (lambda (binding) (list (car binding) #f)) (cadr form))
       ,@(map (lambda (binding) `(set! ,(car binding) ,(cadr binding))) (cadr form))
       (let () ,@(cddr form)))))

(define-macro! 'cond
  (lambda (form)
    (if (null? (cdr form))
        #f
        (let ((clause (cadr form)) (rest (cddr form)))
          (cond ((eq? (car clause) 'else) `(begin ,@(cdr clause)))
                ((null? (cdr clause)) `(or ,(car clause) (cond ,@rest)))
                (else `(if ,(car clause) (begin ,@(cdr clause)) (cond ,@rest))))))))

(define-macro! 'and
  (lambda (form)
    (cond ((null? (cdr form)) #t)
          ((null? (cddr form)) (cadr form))
          (else `(if ,(cadr form) (and ,@(cddr form)) #f)))))

(define-macro! 'or
  (lambda (form)
    (cond ((null? (cdr form)) #f)
          ((null? (cddr form)) (cadr form))
          (else `((lambda (first rest) (if first first (rest))) ,(cadr form) (lambda () (or ,@(cddr form))))))))

(define-macro! 'case
  (lambda (form)
    `((lambda (key)
        (cond ,@(map (lambda (clause)
                       (if (eq? (car clause) 'else)
                           clause
                           `((memv key ',(car clause)) ,@(cdr clause))))
                     (cddr form))))
      ,(cadr form))))

(define-macro! 'quasiquote
  (lambda (form)
    (let expand ((template (cadr form)))
      (cond ((not (pair? template)) `(quote ,template))
            ((eq? (car template) 'unquote) (cadr template))
            ((and (pair? (car template)) (eq? (caar template) 'unquote-splicing))
             `(append ,(cadar template) ,(expand (cdr template))))
            (else `(cons ,(expand (car template)) ,(expand (cdr template))))))))

;;; The global frame

(define global
  (make-frame
   (list (cons 'car car) (cons 'cdr cdr) (cons 'cons cons) (cons 'list list) (cons 'null? null?) (cons 'pair? pair?)
         (cons 'eq? eq?) (cons 'equal? equal?) (cons 'memv memv) (cons 'append append) (cons 'not not)
         (cons '+ +) (cons '- -) (cons '* *) (cons '= =) (cons '< <) (cons '> >) (cons 'quotient quotient)
         (cons 'remainder remainder) (cons 'zero? zero?) (cons 'symbol? symbol?) (cons 'number? number?)
         (cons 'display display) (cons 'newline newline) (cons 'apply apply) (cons 'length length)
         (cons 'call/cc call-with-current-continuation) (cons 'error error))
   #f))

(define (evaluate form) ((analyse form) global))

;; Evaluates every form in the text and returns the value of the last.
(define (run text)
  (let ((in (open-input-string text)))
    (let loop ((form (read in)) (value #f))
      (if (eof-object? form)
          value
          (loop (read in) (evaluate form))))))

(define (show value)
  (write value)
  (newline))

(show (run "(define (fact n) (if (= n 0) 1 (* n (fact (- n 1))))) (fact 25)"))
;; => 15511210043330985984000000
(show (run "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 18)"))
;; => 2584
(show (run "(let loop ((i 0) (all '())) (if (= i 10) all (loop (+ i 1) (cons (* i i) all))))"))
;; => (81 64 49 36 25 16 9 4 1 0)
(show (run "(define (map f l) (if (null? l) '() (cons (f (car l)) (map f (cdr l))))) (map (lambda (x . rest) `(,x ,@rest y)) '(1 2))"))
;; => ((1 y) (2 y))
(show (run "(letrec ((even? (lambda (n) (if (zero? n) #t (odd? (- n 1))))) (odd? (lambda (n) (if (zero? n) #f (even? (- n 1)))))) (even? 2001))"))
;; => #f
(show (run "(define count 0) (define (tick) (set! count (+ count 1)) count) (tick) (tick) (let* ((a (tick)) (b (+ a 10))) (list a b))"))
;; => (3 13)
(show (run "(call/cc (lambda (k) (+ 1 (k 42))))"))
;; => 42
(show (run "(cond ((memv 3 '(1 2 3)) (case 7 ((1 3 5 7) 'odd) (else 'even))) (else 'none))"))
;; => odd

;; The interpreter runs an interpreter for a smaller language, written as a program for it.
(define inner
  "(define (lookup x e) (cond ((null? e) (error \"unbound\" x)) ((eq? (car (car e)) x) (cdr (car e))) (else (lookup x (cdr e)))))
   (define (ev x e)
     (cond ((symbol? x) (lookup x e))
           ((number? x) x)
           ((eq? (car x) 'fn) (lambda (v) (ev (car (cdr (cdr x))) (cons (cons (car (cdr x)) v) e))))
           ((eq? (car x) 'if0) (if (zero? (ev (car (cdr x)) e)) (ev (car (cdr (cdr x))) e) (ev (car (cdr (cdr (cdr x)))) e)))
           ((eq? (car x) '*) (* (ev (car (cdr x)) e) (ev (car (cdr (cdr x))) e)))
           ((eq? (car x) '-) (- (ev (car (cdr x)) e) (ev (car (cdr (cdr x))) e)))
           (else ((ev (car x) e) (ev (car (cdr x)) e)))))
   (ev '(((fn f ((fn x (f (fn v ((x x) v)))) (fn x (f (fn v ((x x) v))))))
          (fn self (fn n (if0 n 1 (* n (self (- n 1)))))))
         12)
       '())")
(show (run inner))
;; => 479001600
(show (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e))))
        (run "(define (f x) (g x)) (f 1)")))
;; => ("unbound variable" g)
(show (guard (e ((error-object? e) (cons (error-object-message e) (error-object-irritants e))))
        (run "((lambda (a b) a) 1)")))
;; => ("wrong number of arguments" (a b) 1)
