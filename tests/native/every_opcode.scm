;;; Every opcode that programs are made of, in procedures that are native, with operands that take the fast way and such as
;;; take the slow one; and every shape of parameters.
;; proves: L9 L7 C5
;; requires: native
;; options: --jit-threshold=0
;; skip: interp
(import (scheme base) (scheme case-lambda) (scheme write) (scheme cxr) (srfi 1) (tiercel introspect))
(define (show x) (write x) (newline))
(define procedures '())
(define-syntax define-tested
  (syntax-rules () ((_ name procedure) (define name (let ((p procedure)) (set! procedures (cons p procedures)) p)))))
(define-syntax try (syntax-rules () ((_ e) (guard (x ((error-object? x) 'error)) e))))

;; --- numbers
(define-tested arithmetic
  (lambda (x y) (list (+ x y) (- x y) (* x y) (+ x 1) (+ 1 x) (- x 1) (= x y) (< x y) (> x y) (<= x y) (>= x y))))
(define-tested branches
  (lambda (x y)
    (list (if (= x y) 1 0) (if (< x y) 1 0) (if (> x y) 1 0) (if (<= x y) 1 0) (if (>= x y) 1 0)
          (if (= x 2) 1 0) (if (< x 2) 1 0) (if (> x 2) 1 0) (if (<= x 2) 1 0) (if (>= x 2) 1 0))))
(define-tested division (lambda (x y) (list (quotient x y) (remainder x y))))
(show (arithmetic 2 3))                          ;; => (5 -1 6 3 3 1 #f #t #f #t #f)
(show (arithmetic 2.5 3))                        ;; => (5.5 -0.5 7.5 3.5 3.5 1.5 #f #t #f #t #f)
(show (arithmetic 2 0.5))                        ;; => (2.5 1.5 1.0 3 3 1 #f #f #t #f #t)
(show (arithmetic 1152921504606846975 1))        ;; => (1152921504606846976 1152921504606846974 1152921504606846975 1152921504606846976 1152921504606846976 1152921504606846974 #f #f #t #f #t)
(show (arithmetic 1/2 1/3))                      ;; => (5/6 1/6 1/6 3/2 3/2 -1/2 #f #f #t #f #t)
(show (arithmetic 1e200 1e200))                  ;; => (2e200 0.0 +inf.0 1e200 1e200 1e200 #t #f #f #t #t)
(show (try (arithmetic 'a 1)))                   ;; => error
(show (arithmetic -0.0 0))                       ;; => (0.0 -0.0 -0.0 1.0 1.0 -1.0 #t #f #f #t #t)
(show (branches 2 3))                            ;; => (0 1 0 1 0 1 0 0 1 1)
(show (branches 9007199254740993 9007199254740992.0)) ;; => (0 0 1 0 1 0 0 1 0 1)
(show (branches +nan.0 1))                       ;; => (0 0 0 0 0 0 0 0 0 0)
(show (branches 5/2 2))                          ;; => (0 0 1 0 1 0 0 1 0 1)
(show (division -7 2))                           ;; => (-3 -1)
(show (division (- (expt 2 60)) -1))             ;; => (1152921504606846976 0)
(show (try (division 1 0)))                      ;; => error
(show (division 7.0 2))                          ;; => (3.0 1.0)
(define-tested large-constant (lambda (x) (list (= 9007199254740993 x) (< x 9007199254740993))))
(show (large-constant 9007199254740992.0))       ;; => (#f #t)
(define-tested minus-nothing (lambda (x) (- x 0)))
(show (minus-nothing -0.0))                      ;; => -0.0

;; --- data
(define-tested pairs
  (lambda (p) (list (car p) (cdr p) (cadr p) (cddr p) (pair? p) (null? p) (not p) (eq? p p) (eqv? 1.5 (car p)))))
(show (pairs (list 1 2 3)))                      ;; => (1 (2 3) 2 (3) #t #f #f #t #f)
(show (try (pairs 5)))                           ;; => error
(show (try (pairs '(1))))                        ;; => error
(define-tested set-pair (lambda (p x) (set-car! p x) (set-cdr! p x) p))
(show (set-pair (cons 1 2) 'x))                  ;; => (x . x)
(show (try (set-pair '(1 . 2) 'x)))              ;; => error
(define-tested vectors (lambda (v i) (vector-set! v i 'set) (list (vector-ref v i) (vector-length v))))
(show (vectors (vector 1 2 3) 2))                ;; => (set 3)
(show (try (vectors (vector 1 2 3) 3)))          ;; => error
(show (try (vectors #(1 2 3) 1)))                ;; => error
(show (try (vectors (vector 1) -1)))             ;; => error
(define-tested strings (lambda (s b i) (list (string-ref s i) (string-length s) (bytevector-u8-ref b i))))
(show (strings "abc" #u8(1 2 3) 1))              ;; => (#\b 3 2)
(show (strings "\x3bb;\x1F600;" #u8(1 255) 1))   ;; => (#\😀 2 255)
(show (try (strings "abc" #u8(1) 1)))            ;; => error
(define-record-type point (make-point x y) point? (x point-x set-point-x!) (y point-y))
(define-tested records (lambda (r) (list (point? r) (point-x r) (begin (set-point-x! r 9) (point-x r)))))
(show (records (make-point 1 2)))                ;; => (#t 1 9)
(show (try (records 5)))                         ;; => error

;; --- tests
(define-tested tests
  (lambda (x y) (list (if (not x) 1 0) (if (eq? x y) 1 0) (if (pair? x) 1 0) (if (null? x) 1 0) (or x y) (and x y))))
(show (list (tests #f 1) (tests '() '()) (tests '(1) 2))) ;; => ((1 0 0 0 1 #f) (0 1 0 1 () ()) (0 0 1 0 (1) 2))

;; --- variables, closures, calls
(define counter 0)
(define-tested globals (lambda (n) (set! counter (+ counter n)) counter))
(show (begin (globals 2) (globals 3)))           ;; => 5
(define-tested boxes (lambda (n) (let ((m n)) (vector (lambda (k) (set! m (+ m k)) m) (lambda () m)))))
(define box (boxes 1))
(show (list ((vector-ref box 0) 4) ((vector-ref box 1)))) ;; => (5 5)
(define-tested early (lambda (x) (letrec ((a (lambda () b)) (b (if x (a) 1))) b)))
(show (list (early #f) (try (early #t))))        ;; => (1 error)
(define-tested mutual
  (lambda (n) (letrec ((e? (lambda (n) (if (= n 0) #t (o? (- n 1))))) (o? (lambda (n) (if (= n 0) #f (e? (- n 1)))))) (e? n))))
(show (mutual 100001))                           ;; => #f
(define-tested knot
  (lambda (m)
    (letrec ((e? (lambda (n) (if (= n m) #t (o? (- n 1))))) (o? (lambda (n) (if (= n m) #f (e? (- n 1))))))
      (vector e? o?))))
(show (map (lambda (p) (p 11)) (vector->list (knot 1)))) ;; => (#t #f)
(define-tested two-values (lambda (a b) (values a b)))
(show (call-with-values (lambda () (two-values 1 2)) list)) ;; => (1 2)
(define-tested callers (lambda (f . arguments) (list (f 1) (apply f arguments))))
(show (callers (lambda x x) 1 2 3 4 5))          ;; => ((1) (1 2 3 4 5))
(show (try (callers (lambda (x y) x) 1)))        ;; => error
(show (try (callers 5 1)))                       ;; => error
(define-tested tail (lambda (f x) (f x)))
(show (list (tail car '(1)) (try (tail car 1)) (try (tail (lambda () 1) 1)) (try (tail 'f 1)))) ;; => (1 error error error)
(define-tested spread
  (lambda (n)
    (let*-values (((a b) (values n (+ n 1))) (() (values)) ((c . rest) (apply values (iota 100))))
      (list a b c (length rest)))))
(show (spread 1))                                ;; => (1 2 0 99)
(define-tested wrong-values (lambda (n) (let-values (((a b) (apply values (iota n)))) b)))
(show (list (wrong-values 2) (try (wrong-values 3)) (try (wrong-values 0)))) ;; => (1 error error)
(define-tested looped (lambda (n) (do ((i 0 (+ i 1)) (s 0 (+ s i))) ((= i n) s))))
(show (looped 1000))                             ;; => 499500
(define-tested constants (lambda (x) (list '(q) "s" #\c 1.5 x #t #f '() 'sym 100000000000)))
(show (constants 0))                             ;; => ((q) "s" #\c 1.5 0 #t #f () sym 100000000000)

;; --- shapes of parameters
(define-tested clauses (case-lambda (() 0) ((a) 1) ((a b c d e) 5) ((a b . r) (list 'rest r))))
(show (list (clauses) (clauses 1) (clauses 1 2 3 4 5) (clauses 1 2 3))) ;; => (0 1 5 (rest (3)))
(define-tested many
  (lambda (a b c d e f g h . rest) (list a h (length rest))))
(show (apply many (iota 200)))                   ;; => (0 7 192)
(show (try (many 1 2 3)))                        ;; => error
(define-tested optional (lambda rest (if (null? rest) 'none (length rest))))
(show (list (optional) (apply optional (iota 100000)))) ;; => (none 100000)

(show (filter (lambda (p) (not (= (current-tier p) 2))) procedures)) ;; => ()
(show (jit/rejections))                          ;; => ()
