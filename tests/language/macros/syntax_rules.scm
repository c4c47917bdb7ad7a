;;; syntax-rules: patterns, ellipses of every kind, literals, and templates.
;; proves: E10
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))

(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define tmp 1)
(define other 2)
(swap! tmp other)
(show (list tmp other))                                    ;; => (2 1)

(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(show (let ((t 5)) (my-or #f t)))                          ;; => 5
(show (let ((if list)) (my-or #f 2)))                      ;; => 2

(define-syntax my-let (syntax-rules () ((_ ((n v) ...) body ...) ((lambda (n ...) body ...) v ...))
  ((_ name ((n v) ...) body ...) ((letrec ((name (lambda (n ...) body ...))) name) v ...))))
(show (my-let ((a 1) (b 2)) (+ a b)))                      ;; => 3
(show (my-let loop ((i 0)) (if (= i 5) i (loop (+ i 1))))) ;; => 5

;; Nested ellipses.
(define-syntax flatten-bindings (syntax-rules () ((_ ((n v ...) ...)) '((n ...) (v ... ...) ((v ... n) ...)))))
(show (flatten-bindings ((a 1 2) (b) (c 3))))              ;; => ((a b c) (1 2 3) ((1 2 a) (b) (3 c)))
;; Patterns after the ellipsis, dotted tails, vectors.
(define-syntax last-of (syntax-rules () ((_ a ... z) 'z)))
(show (last-of 1 2 3))                                     ;; => 3
(define-syntax middle (syntax-rules () ((_ a b ... c d) '(b ...))))
(show (list (middle 1 2 3) (middle 1 2 3 4 5)))            ;; => (() (2 3))
(define-syntax tail-of (syntax-rules () ((_ a . b) '(a b))))
(show (list (tail-of 1) (tail-of 1 2 3) (tail-of 1 . 2)))  ;; => ((1 ()) (1 (2 3)) (1 2))
(define-syntax dotted (syntax-rules () ((_ (a ... . r) ...) '((a ...) ... (r ...)))))
(show (dotted (1 2 . 3) (4) (5 . 6)))                      ;; => ((1 2) (4) (5) (3 () 6))
(define-syntax vectors (syntax-rules () ((_ #(a b ...) ...) '#(a ... (b ...) ...))))
(show (vectors #(1 2 3) #(4)))                             ;; => #(1 4 (2 3) ())
;; Custom ellipsis and escaped ellipsis.
(define-syntax tuple (syntax-rules ::: () ((_ a :::) '(a ::: ...))))
(show (tuple 1 2))                                         ;; => (1 2 ...)
(define-syntax escaped (syntax-rules () ((_ a) '(a (... ...)))))
(show (escaped 7))                                         ;; => (7 ...)
(define-syntax define-lister
  (syntax-rules () ((_ name) (define-syntax name (syntax-rules () ((_ x (... ...)) (list x (... ...))))))))
(define-lister lister)
(show (lister 1 2 3))                                      ;; => (1 2 3)
;; Underscore, literals by binding.
(define-syntax ignore-first (syntax-rules () ((_ _ _ x) x)))
(show (ignore-first 1 2 3))                                ;; => 3
(define-syntax arrow? (syntax-rules (=>) ((_ =>) 'arrow) ((_ x) 'other)))
(show (list (arrow? =>) (arrow? 5) (let ((=> 1)) (arrow? =>))))   ;; => (arrow other other)
(define-syntax my-if (syntax-rules (then else) ((_ c then t else e) (if c t e))))
(show (my-if #t then 1 else 2))                            ;; => 1
(show (let ((else #f)) (cond (#f 1) (else 2) (#t 3))))     ;; => 3
;; Literal ellipsis.
(define-syntax with-dots (syntax-rules (...) ((_ ...) 'dots) ((_ x) 'x)))
(show (list (with-dots ...) (with-dots 5)))                ;; => (dots 5)
;; Constants in patterns.
(define-syntax constants (syntax-rules () ((_ 1) 'one) ((_ "s") 'string) ((_ #\c) 'char) ((_ #t) 'true) ((_ x) 'else)))
(show (list (constants 1) (constants "s") (constants #\c) (constants #t) (constants 2)))   ;; => (one string char true else)
;; A macro that expands to definitions, and one that takes a body with internal definitions.
(define-syntax define-pair (syntax-rules () ((_ a b v) (begin (define a v) (define b (+ a 1))))))
(define-pair one two 1)
(show (list one two))                                      ;; => (1 2)
(define (inner) (define-pair x y 10) (* x y))
(show (inner))                                             ;; => 110
(define-syntax begin-twice (syntax-rules () ((_ e ...) (begin (begin e ...) (begin e ...)))))
(define hits 0)
(begin-twice (set! hits (+ hits 1)) (set! hits (* hits 2)))
(show hits)                                                ;; => 6
(define-syntax while
  (syntax-rules () ((_ c body ...) (let loop () (if c (begin body ... (loop)) #f)))))
(show (let ((i 0) (loop 'mine)) (while (< i 3) (set! i (+ i 1))) (list i loop)))   ;; => (3 mine)
(define-syntax for (syntax-rules (in) ((_ x in l body ...) (for-each (lambda (x) body ...) l))))
(let ((s 0)) (for y in '(1 2 3) (set! s (+ s y))) (show s))   ;; => 6
;; Recursion with an accumulator; long chains.
(define-syntax reverse-quote (syntax-rules () ((_ () acc) 'acc) ((_ (x . r) acc) (reverse-quote r (x . acc)))))
(show (reverse-quote (1 2 3 4 5 6 7 8 9 10) ()))           ;; => (10 9 8 7 6 5 4 3 2 1)
(define-syntax my-cond
  (syntax-rules (else) ((_ (else e ...)) (begin e ...)) ((_ (c e ...) clause ...) (if c (begin e ...) (my-cond clause ...)))))
(show (my-cond (#f 1) ((= 1 2) 2) (else 3)))               ;; => 3
(define-syntax ten (syntax-rules () ((_) 10)))
(define-syntax use-ten (syntax-rules () ((_ n) (+ n (ten)))))
(show (let ((ten (lambda () 0))) (use-ten 5)))             ;; => 15
(define-syntax quote-all (syntax-rules () ((_ a ...) '(a ... end))))
(show (quote-all x y . ()))                                ;; => (x y end)
