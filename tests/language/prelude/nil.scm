;;; nil, truth, keywords, atoms.
;; proves: C6 C11 C14
(define (show x) (write x) (newline))
(show (list nil t true false))                             ;; => (nil #t #t #f)
(show (list (if nil 1 2) (if '() 1 2) (if 0 1 2) (if "" 1 2) (if false 1 2)))   ;; => (2 1 1 1 2)
(show (list (not nil) (not '()) (not #f)))                 ;; => (#t #f #t)
(show (list (nil? nil) (nil? '()) (nil? #f) (null? nil) (null? '()) (null? #f)))   ;; => (#t #f #f #t #t #f)
(show (list (eq? nil '()) (equal? nil '()) (eq? nil nil) (eq? nil #f)))   ;; => (#f #f #t #f)
(show (list (length nil) (list? nil) (append nil '(1)) (map car nil)))   ;; => (0 #t (1) ())
(show (list (atom nil) (atom '()) (atom 'x) (atom '(1 2)) (atom? 5) (cons? '(1)) (cons? nil)))   ;; => (#t #t #t #f #t #t #f)
(show (list (eq 'a 'a) (eq 5 5) (eq 5 5.0) (eq "ab" "ab") (eq '(1) '(1)) (eq #\a #\a) (eq 100000000000000000000 100000000000000000000)))   ;; => (#t #t #f #t #f #t #t)
(show (list :key (eq? :key ':key) (keyword? :key) (keyword? 'key)))   ;; => (:key #t #t #f)
(show (cond ((< 1 2) 'yes) (t 'no)))                       ;; => yes
(show (cond ((= 1 2) 'a) ((= 2 2) 'b) (t 'c)))             ;; => b
(show (list (and 1 nil 2) (or nil #f 3)))                  ;; => (#f 3)
(show (boolean? nil))                                      ;; => #f
(show (let loop ((l (cons 1 (cons 2 nil))) (n 0)) (if (null? l) n (loop (cdr l) (+ n (car l))))))   ;; => 3
