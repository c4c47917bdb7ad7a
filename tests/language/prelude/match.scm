;;; match: every kind of pattern, guards, nesting, failing.
;; proves: E14
(define (show x) (write x) (newline))
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(define (classify x)
  (match x
    (0 'zero)
    (2.5 'float)
    (1/3 'ratio)
    (#\c 'character)
    ("text" 'string)
    ('symbol 'symbol)
    (:key 'keyword)
    (#u8(1 2) 'bytes)
    (#t 'true)
    (nil 'nil)
    (() 'empty)
    ('#(a (b)) 'quoted)
    ((? number? n) (list 'number n))
    (('add a b) (list 'add a b))
    (('sum terms ...) (list 'sum terms))
    (('let ((names values) ...) body) (list 'let names values body))
    ((a . b) (when (symbol? b)) (list 'dotted a b))
    (#(a b) (list 'vector a b))
    (#(a ... z) (list 'vector* a z))
    (($ point x y) (list 'point x y))
    ((or (1 x) (x 2)) (list 'or x))
    ((and (a b c) (_ 5 _)) (list 'and a b c))
    ((not (? pair?)) 'no-pair)
    (((keys values) ... 'end) (list 'table keys values))
    ((a b) (when (eqv? a b)) (list 'same a))
    ((and (? list?) (= length 4)) 'four)
    ((= cadr second) (list 'second second))))
(show (map classify '(0 2.5 1/3 #\c "text" symbol :key #u8(1 2) #t ()))) ;; => (zero float ratio character string symbol keyword bytes true empty)
(show (map classify (list nil #(a (b)) 7 -0.5)))            ;; => (nil quoted (number 7) (number -0.5))
(show (map classify '((add 1 2) (sum) (sum 1 2 3) (let ((a 1) (b 2)) (+ a b)) (1 . b)))) ;; => ((add 1 2) (sum ()) (sum (1 2 3)) (let (a b) (1 2) (+ a b)) (dotted 1 b))
(show (map classify (list #(1 2) #(1 2 3) #(1) (make-point 3 4)))) ;; => ((vector 1 2) (vector* (1 2) 3) (vector* () 1) (point 3 4))
(show (map classify '((1 9) (9 2) (4 5 6) other #f ((a 1) (b 2) end) (7 7) (1 2 3 4) (3 4)))) ;; => ((or 9) (or 9) (and 4 5 6) no-pair no-pair (table (a b) (1 2)) (same 7) four (second 4))
;; lists with an ellipsis in the middle, nested ones, dotted ones
(show (match '(1 2 3 4 5) ((a b ... c d) (list a b c d))))  ;; => (1 (2 3) 4 5)
(show (match '(1 2) ((a b ... c) (list a b c))))            ;; => (1 () 2)
(show (match '(1 2 3 . 4) ((a ... b . c) (list a b c))))    ;; => ((1 2) 3 4)
(show (match '((1 2 3) (4 5)) (((a b ...) ...) (list a b)))) ;; => ((1 4) ((2 3) (5)))
(show (match (list (make-point 1 2) (make-point 3 4)) ((($ point x y) ...) (list x y)))) ;; => ((1 3) (2 4))
(show (match '((a . 1) (b . 2)) (((k . v) ...) (map cons v k)))) ;; => ((1 . a) (2 . b))
(show (match '(a (1 2) b (3)) ((k (v ...) rest ...) (list k v rest)))) ;; => (a (1 2) (b (3)))
(show (match #((1 2) (3 4)) (#((a b) ...) (list a b))))     ;; => ((1 3) (2 4))
;; an ellipsis takes what is left, or nothing
(show (match '(1) ((a b ...) (list a b))))                  ;; => (1 ())
(show (match '() ((a ...) a)))                              ;; => ()
(show (match 5 ((a ...) a) (_ 'no-list)))                   ;; => no-list
(show (match '(1 2 . 3) ((a ...) a) (_ 'dotted)))           ;; => dotted
(show (let ((c (list 1 2))) (set-cdr! (cdr c) c) (match c ((a 5 ...) 'never) ((a ... 9) 'never) (_ 'circular)))) ;; => circular
;; nil ends lists, t is an ordinary name, nil true false are constants
(show (match (cons 1 nil) ((a) a)))                         ;; => 1
(show (match '(1 . 2) ((h . t) (list h t))))                ;; => (1 2)
(show (match #f (nil 'nil) (true 'true) (false 'false)))    ;; => false
(show (match nil ('() 'empty) (_ 'other)))                  ;; => empty
;; `or` binds the same names in each alternative, in any order and with further tests inside
(show (match '(y x) ((or ('x b) (b 'x)) b)))                ;; => y
(show (map (lambda (l) (match l ((or (a b 0) (b a 1)) (list a b)) (_ #f))) '((1 2 0) (1 2 1) (1 2 2)))) ;; => ((1 2) (2 1) #f)
(show (match 5 ((or) 'never) (_ 'empty-or)))                ;; => empty-or
(show (match 5 ((and) 'empty-and)))                         ;; => empty-and
(show (match '(1 2 3) (((or 1 2 (? odd?)) ...) 'all) (_ 'not-all))) ;; => all
;; guards see the names; a failing guard goes on; a body may begin with (when test e)
(show (map (lambda (n) (match n ((? number?) (when (odd? n)) 'odd) (n (when (> n 5)) (define m (* n 2)) (list 'big m)) (_ 'small))) '(3 8 2))) ;; => (odd (big 16) small)
(show (match 3 (x (when (> x 2) 'value))))                  ;; => value
;; the value, an accessor and a predicate are evaluated once
(define count 0)
(define (counted x) (set! count (+ count 1)) x)
(show (match (counted 5) (1 1) (2 2) ((= counted y) (when (> y 9)) y) (x x))) ;; => 5
(show count)                                                ;; => 2
;; not in tail position, in tail position, without growing the stack
(show (+ 1 (match '(1 2) ((a b c) 3) ((a b) (* a 10)))))    ;; => 11
(define (countdown n) (match n (0 'done) ((and n (? even?)) (countdown (- n 1))) (n (countdown (- n 1)))))
(show (countdown 100000))                                   ;; => done
;; hygiene: the words of patterns and what match uses may be shadowed
(show (let ((car cdr) (pair? null?) (not 5)) (match '(1 2) ((a b) (list a b))))) ;; => (1 2)
(define-syntax second-of (syntax-rules () ((_ e) (match e ((a b . c) b)))))
(show (let ((a 10)) (second-of (list a 2))))                ;; => 2
(define-syntax my-if (syntax-rules () ((_ c a b) (match c (#f b) (_ a)))))
(show (let ((_ 5)) (my-if #t 'yes 'no)))                    ;; => yes
;; deep patterns and long lists
(show (match '(((((((((1))))))))) ((((((((((x))))))))) x))) ;; => 1
(define long (let loop ((i 0) (l '())) (if (= i 100000) l (loop (+ i 1) (cons (list i) l)))))
(show (match long (((x) ...) (length x))))                  ;; => 100000
;; failing
(show (guard (e (#t (error-object-message e))) (match '(1 2 3) ((a b) 1)))) ;; => "match: no clause matches (1 2 3)"
;; quasi-quoted patterns: data stand for themselves, what is unquoted is a pattern
(define (quasi e)
  (match e
    (`(add ,a ,b) (list 'add a b))
    (`(let ((,n ,v) ...) . ,body) (list n v body))
    (`#(x ,y) (list 'vector y))
    (`(k ,(? number? n)) (list 'k n))
    (`(1 "s" ()) 'literal)
    (`(v #(,a ...)) a)
    (`x 'symbol)
    (`(a . ,(b c)) (list b c))
    (_ 'no)))
(show (map quasi '((add 1 2) (let ((a 1) (b 2)) c d) #(x 5) (k 7) (k z) (1 "s" ()) (v #(1 2)) x (a 1 2) (add 1))))
;; => ((add 1 2) ((a b) (1 2) (c d)) (vector 5) (k 7) no literal (1 2) symbol (1 2) no)
