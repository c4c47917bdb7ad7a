;;; Bodies of library procedures take the place of calls, of libraries in the executable and of libraries in files, and
;;; nothing of that can be seen but the time.
;; options: -I tests/language/libraries/support
(import (scheme base) (scheme write) (scheme case-lambda) (srfi 1) (prefix (inlined shapes) shape:)
        (rename (only (scheme base) map) (map collect)))
(define (show x) (write x) (newline))

;; In a loop with everything the call says: results, several lists, improper ends.
(define (scaled l k) (map (lambda (x) (* k x)) l))
(show (scaled '(1 2 3) 10))                                     ;; => (10 20 30)
(show (let ((seen '())) (for-each (lambda (x y) (set! seen (cons (+ x y) seen))) '(1 2 3) '(10 20)) seen)) ;; => (22 11)
(show (vector-map (lambda (x) (* x x)) #(1 2 3)))               ;; => #(1 4 9)
(show (collect (lambda (x) (collect (lambda (y) (list x y)) '(a b))) '(1 2))) ;; => (((1 a) (1 b)) ((2 a) (2 b)))
(show (fold (lambda (x n) (+ (* 10 n) x)) 0 '(1 2 3)))          ;; => 123
(show (reduce (lambda (x n) (max x n)) 0 '(3 1 4 1 5)))         ;; => 5
(show (filter-map (lambda (x) (and (even? x) (* x x))) '(1 2 3 4))) ;; => (4 16)
(show (assoc 2.0 '((1 . a) (2 . b)) (lambda (x y) (= x y))))    ;; => (2 . b)
(show (list (any (lambda (x) (and (> x 1) x)) '(1 2 3)) (every (lambda (x) (and (< x 9) x)) '(1 2 3)))) ;; => (2 3)
(show (map (lambda args (length args)) '(1 2) '(3 4)))          ;; => (2 2)
(show (map (case-lambda ((x) (list x)) ((x y) (cons x y))) '(1 2) '(3 4))) ;; => ((1 . 3) (2 . 4))

;; map may be left and entered again; what it gave before stays (R7RS 6.10).
(define (entered-again)
  (let ((again #f) (results '()) (times 0))
    (let ((result (map (lambda (x) (+ x (call/cc (lambda (k) (if (= x 2) (set! again k)) 0)))) '(1 2 3))))
      (set! results (cons result results))
      (set! times (+ times 1))
      (if (< times 3) (again (* 100 times)) (reverse results)))))
(show (entered-again))                                          ;; => ((1 2 3) (1 102 3) (1 202 3))
(define (vector-entered-again)
  (let ((again #f) (results '()))
    (let ((result (vector-map (lambda (x) (call/cc (lambda (k) (if (= x 2) (set! again k)) x))) #(1 2 3))))
      (set! results (cons result results))
      (if (null? (cdr results)) (again 7) results))))
(show (vector-entered-again))                                   ;; => (#(1 7 3) #(1 2 3))

;; The arguments are evaluated once, in their order, also where the body mentions one of them late or never.
(define trace '())
(define (note x) (set! trace (cons x trace)) x)
(show (map (begin (note 'procedure) (lambda (x) (note x) x)) (note '(1 2)))) ;; => (1 2)
(show (reverse trace))                                          ;; => (procedure (1 2) 1 2)

;; A name of one's own is not the library's.
(define (own l) (let ((map (lambda (f l) (list 'own (f l))))) (map (lambda (x) x) l)))
(show (own 1))                                                  ;; => (own 1)

;; A library in a file: private variables, private procedures, state, keywords of its own, other libraries behind it.
(show (shape:area 3 4))                                         ;; => 12
(show (shape:counted 5))                                        ;; => (5 1)
(show (shape:counted 6))                                        ;; => (6 2)
(show (shape:sum-of (lambda (x) (* x x)) '(1 2 3)))             ;; => 14
(show (shape:apply-twice (lambda (x) (list x)) 'a))             ;; => ((a))
(show (shape:kind 3))                                           ;; => small
(show (map shape:half '(2 4)))                                  ;; => (1 2)
(show (eq? (shape:constant) (shape:constant)))                  ;; => #t
(show (eq? (shape:text) (shape:text)))                          ;; => #t
(show (call-with-values (lambda () (shape:both 1 2)) list))     ;; => (2 1)
(shape:set-state! 10)
(show (shape:state))                                            ;; => 10
(show (guard (e ((symbol? e) e)) (shape:refuse 'it)))           ;; => it
