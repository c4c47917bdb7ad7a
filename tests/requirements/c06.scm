;;; Predicates, atom, eq, nil and t as C6 gives them.
;; proves: C6
(define (show x) (write x) (newline))
(show (list nil t))                                         ;; => (nil #t)
(show (list (nil? nil) (nil? '()) (nil? #f) (nil? 0)))      ;; => (#t #f #f #f)
(show (list (atom? 1) (atom? 'a) (atom? "s") (atom? nil) (atom? '()) (atom? '(1)))) ;; => (#t #t #t #t #t #f)
(show (list (cons? '(1)) (cons? nil) (cons? '()) (cons? 'a))) ;; => (#t #f #f #f)
(show (list (pair? '(1 . 2)) (pair? nil) (pair? 5)))        ;; => (#t #f #f)
(show (list (number? 5) (number? 1/3) (number? 2.5) (number? 'five))) ;; => (#t #t #t #f)
(show (list (not #f) (not nil) (not '()) (not 0) (not t)))  ;; => (#t #t #f #f #f)
(show (list (atom nil) (atom '()) (atom 'x) (atom '(1 2)))) ;; => (#t #t #t #f)
;; eq compares numbers of one exactness, characters, strings and symbols by value
(show (list (eq 5 5) (eq 5 5.0) (eq 2.5 2.5) (eq 1/3 1/3) (eq (expt 10 30) (expt 10 30)))) ;; => (#t #f #t #t #t)
(show (list (eq #\a #\a) (eq #\a #\b) (eq "ab" (string #\a #\b)) (eq "ab" "ac") (eq 'a 'a) (eq 'a 'b))) ;; => (#t #f #t #f #t #f)
;; pairs, vectors and procedures by identity
(show (list (eq (list 1) (list 1)) (eq (vector 1) (vector 1)) (eq (lambda (x) x) (lambda (x) x)))) ;; => (#f #f #f)
(show (let ((p (list 1)) (v (vector 1)) (f (lambda (x) x))) (list (eq p p) (eq v v) (eq f f)))) ;; => (#t #t #t)
(show (list (eq nil nil) (eq nil '()) (eq nil #f)))         ;; => (#t #f #f)
