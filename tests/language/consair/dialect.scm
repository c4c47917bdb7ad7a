;;; The consair dialect: the empty list is nil and false, vectors are <<...>>.
;; proves: C6 C22
;; options: --dialect=consair
(define (show x) (write x) (newline))
(show '())                                                  ;; => nil
(show nil)                                                  ;; => nil
(show ())                                                   ;; => nil
(show (list (nil? '()) (nil? nil) (eq nil '()) (eq? nil '()) (equal? nil (cdr '(1))) (null? nil))) ;; => (#t #t #t #t #t #t)
(show (list (if '() 'true 'false) (if nil 'true 'false) (if 0 'true 'false))) ;; => (false false true)
(show (list (not '()) (and '() 1) (or '() 2) (not (list)) (not '(nil)))) ;; => (#t #f 2 #t #f)
;; tests in procedures, also in those of the libraries, which come compiled
(define (truth x) (if x 'true 'false))
(show (map truth (list '() nil #f #t 0 "" (list) (cdr '(1)) '(1)))) ;; => (false false false true true true false false true)
(show (cond ((cdr '(1)) 'yes) (t 'no)))                     ;; => no
(show (filter (lambda (x) x) (list 1 '() 2 nil 3)))         ;; => (1 2 3)
(show (let loop ((l '(1 2 3)) (n 0)) (if l (loop (cdr l) (+ n (car l))) n))) ;; => 6
(show (let ((f not)) (list (f '()) (f 1) (map not (list '() 1))))) ;; => (#t #f (#t #f))
(define (reversed l) (let ((r nil)) (while l (set! r (cons (car l) r)) (set! l (cdr l))) r))
(show (reversed '(1 2 3)))                                  ;; => (3 2 1)
;; vectors
(show (vector 1 2 3))                                       ;; => <<1 2 3>>
(show <<1 2 <<3 nil>> ->x "s" #\> #\a>>)                    ;; => <<1 2 <<3 nil>> ->x "s" #\> #\a>>
(show '(<<>> #(1 2) <<<<>> <<1>>>>))                        ;; => (<<>> <<1 2>> <<<<>> <<1>>>>)
(show (vector-ref <<10 20 30>> 1))                          ;; => 20
(show (read (open-input-string "<<1 (2 nil) <<>>>>")))      ;; => <<1 (2 nil) <<>>>>
(show (equal? (vector 1 2 3) (read (open-input-string "<<1 2 3>>")))) ;; => #t
(show (let ((v (list 1 <<2 "x">> 'sym nil '(nil . 5)))) (equal? v (read (open-input-string (write-to-string v)))))) ;; => #t
;; forms without a value of their own give the same object
(show (list 1 '() nil (if #f #f) (when #f 1) (unless #t 1) (cond (#f 1)) (while nil) (for (i 0 0) 1))) ;; => (1 nil nil nil nil nil nil nil nil)
(show (list (nil? (println 1)) (eq (print "") '()) (eq? (when nil 1) '())))
;; => 1
;; => (#t #t #t)
(show (list (atom nil) (atom '()) (cons? nil) (pair? '()) (list? nil) (length nil) (boolean? nil) (symbol? 'nil))) ;; => (#t #t #f #f #t 0 #f #f)
;; reading: nil is the empty list wherever it stands
(show '(a nil (nil) . nil))                                 ;; => (a nil (nil))
(show (list (eq? 'nil '()) (equal? '(1 . nil) '(1)) (quote nil))) ;; => (#t #t nil)
(show `(1 ,nil ,@'() 2))                                    ;; => (1 nil 2)
(show ((lambda nil 5)))                                     ;; => 5
(show (case nil ((()) 'empty) (else 'other)))               ;; => empty
(show (match '(1 nil) ((a nil) (list 'one a)) (_ 'no)))     ;; => (one 1)
(show (list (member '() '(1 () 2)) (assq nil '((nil . 1))))) ;; => ((nil 2) (nil . 1))
;; symbols that would read as something else are written in bars
(show (list '|nil| (string->symbol ">>") (string->symbol "<<") 'a<b '<= '->x)) ;; => (|nil| |>>| |<<| a<b <= ->x)
(show (->> '(1 2 3) (map (fn (x) (* x x))) (apply +)))      ;; => 14
(show (eq? (string->symbol "nil") '|nil|))                  ;; => #t
;; macros see and give the object
(defmacro form (x) (if x `(list ,x) '(quote none)))
(show (list (form ()) (form nil) (form 5)))                 ;; => (none none (5))
(define-syntax second (syntax-rules () ((_ a) '()) ((_ a b) b)))
(show (list (second 1) (second 1 nil)))                     ;; => (nil nil)
;; messages
(show (guard (e (#t (error-object-message e))) (car '())))  ;; => "car: expected a pair as argument 1, found nil"
(show (guard (e (#t (error-object-message e))) (vector-ref <<1 2>> '()))) ;; => "vector-ref: expected an exact integer as argument 2, found nil"
;; code that is made at run time
(show (eval '(if nil 1 (list nil)) (interaction-environment))) ;; => (nil)
(show (eval (list 'if (list) 1 2) (interaction-environment))) ;; => 2
;; conditions and hash tables of the libraries
(show (try (raise nil) (catch e (list 'caught e))))         ;; => (caught nil)
(show (cond-expand (consair 'consair) (else 'scheme)))      ;; => consair
