;;; Quoted constants, each of which is one object.
;; proves: C12
(define (show x) (write x) (newline))
(show 'a)                                                   ;; => a
(show (quote a))                                            ;; => a
(show '(1 2 3))                                             ;; => (1 2 3)
(show (car '(1 2 3)))                                       ;; => 1
(show (cdr '(a b)))                                         ;; => (b)
(define (constant) '(1 2 3))
(show (eq? (constant) (constant)))                          ;; => #t
(define (vector-constant) '#(1 2 3))
(show (eq? (vector-constant) (vector-constant)))            ;; => #t
(define (string-constant) "text")
(show (eq? (string-constant) (string-constant)))            ;; => #t
(define (nested) '((1 2) #(3) "s" 4.5 100000000000000000000))
(show (eq? (nested) (nested)))                              ;; => #t
(show (eq? (car (nested)) (car (nested))))                  ;; => #t
(show (let loop ((i 0) (seen #f)) (let ((q '(x))) (if (= i 1000) (eq? q seen) (if (and seen (not (eq? q seen))) 'different (loop (+ i 1) q)))))) ;; => #t
(define (twice f) (eq? (f) (f)))
(show (twice (lambda () '(1 . 2))))                         ;; => #t
(show (eq? (map (lambda (x) '(1)) '(a)) (map (lambda (x) '(1)) '(a)))) ;; => #f
(show (apply eq? (map (lambda (x) '(1)) '(a b))))           ;; => #t
(show (let ((kept (constant))) (let loop ((i 0)) (if (< i 100000) (begin (vector i) (loop (+ i 1))))) (eq? kept (constant)))) ;; => #t
