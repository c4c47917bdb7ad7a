;;; A call allocates nothing, whatever the number of its arguments up to 67, and whoever is called: a thousand calls take as many
;;; bytes as ten.  Each procedure is made for its number of parameters.
;; proves: R1
;; options: -I tests/matrix/support
(import (scheme base) (scheme eval) (scheme write) (srfi 1) (tiercel memory) (matrix descent))
(define here (environment '(scheme base) '(scheme case-lambda)))

;; A procedure of a number of times, which makes so many calls with n arguments.
(define (names n) (map (lambda (i) (string->symbol (string-append "p" (number->string i)))) (iota n)))
(define (shapes n)
  (let* ((p (names n)) (v (iota n)) (last (list-ref p (- n 1))) (rest (names (- n 1))))
    `((known (lambda (times) (define (f . ,p) (+ 1 ,last)) (set! f f) (do ((i 0 (+ i 1)) (s 0 (+ s (f . ,v)))) ((= i times) s))))
      (itself (lambda (times) (define (f . ,p) (if (= ,(car p) 0) 0 (+ 1 (f (- ,(car p) 1) . ,(cdr p))))) (f times . ,(cdr v))))
      (turning (lambda (times) (define (f . ,p) (if (= ,(car p) 0) 'done (f (- ,(car p) 1) . ,(reverse (cdr p))))) (f times . ,(cdr v))))
      (unknown (let ((table (vector (lambda ,p ,last))))
                 (lambda (times) (do ((i 0 (+ i 1))) ((= i times)) ((vector-ref table 0) . ,v)))))
      (closure (let ((table (vector ((lambda (free) (lambda ,p (+ free ,last))) 5))))
                 (lambda (times) (do ((i 0 (+ i 1))) ((= i times)) ((vector-ref table 0) . ,v)))))
      (clauses (let ((table (vector (case-lambda (() 0) (,p ,last)))))
                 (lambda (times) (do ((i 0 (+ i 1))) ((= i times)) ((vector-ref table 0) . ,v)))))
      (tail (let ((table (vector #f)))
              (vector-set! table 0 (lambda ,p (if (= ,(car p) 0) 'done ((vector-ref table 0) (- ,(car p) 1) . ,(cdr p)))))
              (lambda (times) ((vector-ref table 0) times . ,(cdr v))))))))

(define (bytes-of run times)
  (let ((before (bytes-allocated)))
    (run times)
    (- (bytes-allocated) before)))
(define (more-for-many run)
  (run 100)
  (let ((few (bytes-of run 10))) (- (bytes-of run 1000) few)))
(define (show x) (write x) (newline))

(for-each
 (lambda (n)
   (for-each (lambda (shape)
               (let ((more (more-for-many (eval (cadr shape) here))))
                 (if (not (= more 0)) (show (list n (car shape) more)))))
             (shapes n)))
 '(1 2 3 4 5 6 11 32 66 67))
(define (act) 0)
(show (more-for-many (lambda (times) (do ((i 0 (+ i 1))) ((= i times)) (descend 5 act)))))     ;; => 0
(show (> (more-for-many (lambda (times) (do ((i 0 (+ i 1)) (l '() (cons i l))) ((= i times) (length l))))) 15000))   ;; => #t
