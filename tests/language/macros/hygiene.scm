;;; Hygiene in both directions, macros that define macros, local macros.
;; proves: E10
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))

;; A binding the macro introduces does not capture the user's, nor the other way round.
(define-syntax add-tmp (syntax-rules () ((_ e) (let ((tmp 10)) (+ tmp e)))))
(show (let ((tmp 1)) (add-tmp tmp)))                       ;; => 11
(define y 'global)
(define-syntax get-y (syntax-rules () ((_) y)))
(show (let ((y 'local)) (get-y)))                          ;; => global
(show (let ((let list) (y 2)) (get-y)))                    ;; => global
(define-syntax bind-it (syntax-rules () ((_ name e body) (let ((name e)) body))))
(show (bind-it y 5 (list y (get-y))))                      ;; => (5 global)
(show (let-syntax ((foo (syntax-rules () ((_ x) (let ((y x)) (list x y)))))) (let ((y 'mine)) (foo y))))   ;; => (mine mine)

;; let-syntax and letrec-syntax; shadowing of macros by variables and back.
(show (let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m)))))   ;; => outer
(show (letrec-syntax ((my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e1 e2 ...) (let ((temp e1)) (if temp temp (my-or e2 ...)))))))
  (let ((x #f) (y 7) (temp 8) (let odd?) (if even?)) (my-or x (let temp) (if y) y))))   ;; => 7
(define-syntax m (syntax-rules () ((_) 'macro)))
(show (list (m) (let ((m (lambda () 'procedure))) (m)) (m)))   ;; => (macro procedure macro)
(define (local) (define-syntax twice (syntax-rules () ((_ e) (* 2 e)))) (define z (twice 21)) z)
(show (local))                                             ;; => 42

;; A macro that makes a macro whose pattern variables come from both levels.
(define-syntax define-getter
  (syntax-rules () ((_ name value) (define-syntax name (syntax-rules () ((_ suffix) (list value 'suffix)))))))
(define-getter get-one 1)
(show (get-one x))                                         ;; => (1 x)
(define-syntax define-with-helper
  (syntax-rules () ((_ name e) (begin (define (helper) e) (define (name) (helper))))))
(define-with-helper first-one 'first)
(define-with-helper second-one 'second)
(show (list (first-one) (second-one)))                     ;; => (first second)
(define-syntax make-counter-pair
  (syntax-rules () ((_ inc get) (begin (define count 0) (define (inc) (set! count (+ count 1))) (define (get) count)))))
(make-counter-pair inc-a get-a)
(make-counter-pair inc-b get-b)
(inc-a) (inc-a) (inc-b)
(show (list (get-a) (get-b)))                              ;; => (2 1)

;; Introduced names in one expansion are the same name; in two expansions different ones.
(define-syntax three-ways (syntax-rules () ((_ e) (let* ((a e) (b (+ a 1)) (a (+ a b))) (list a b)))))
(show (let ((a 1) (b 2)) (three-ways (+ a b))))            ;; => (7 4)
(define-syntax my-do
  (syntax-rules () ((_ ((v i s) ...) (t r) body ...) (let loop ((v i) ...) (if t r (begin body ... (loop s ...)))))))
(show (my-do ((i 0 (+ i 1)) (loop '() (cons i loop))) ((= i 3) loop) #f))   ;; => (2 1 0)
(define-syntax nested-quote (syntax-rules () ((_ x) `(x ,(+ 1 2) ,@(list 'x x)))))
(show (nested-quote 5))                                    ;; => (5 3 5 5)
(define-syntax while-with-break
  (syntax-rules () ((_ break c body ...) (call/cc (lambda (break) (let loop () (if c (begin body ... (loop)) #f)))))))
(show (let ((i 0)) (while-with-break stop #t (set! i (+ i 1)) (if (= i 10) (stop i)))))   ;; => 10
(define-record-type thing (make-thing a) thing? (a thing-a))
(define-syntax define-thing-getter (syntax-rules () ((_ n) (define (n t) (thing-a t)))))
(define-thing-getter get-a-of-thing)
(show (get-a-of-thing (make-thing 3)))                     ;; => 3
(define-syntax rec-type (syntax-rules () ((_ name make pred (field get) ...) (define-record-type name (make field ...) pred (field get) ...))))
(rec-type point make-point point? (x px) (y py))
(show (let ((p (make-point 1 2))) (list (px p) (py p) (point? p) (point? 5))))   ;; => (1 2 #t #f)
