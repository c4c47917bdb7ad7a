;;; Hash tables: kinds, order, change while visited, many keys.
(import (scheme base) (scheme write) (tiercel hash-table))
(define (show x) (write x) (newline))
(define t (make-hash-table))
(hash-table-set! t "one" 1)
(hash-table-set! t '(two) 2)
(hash-table-set! t 3.0 3)
(show (list (hash-table-ref t "one") (hash-table-ref/default t '(two) #f) (hash-table-ref/default t 3 'none)))   ;; => (1 2 none)
(show (hash-table->alist t))                               ;; => (("one" . 1) ((two) . 2) (3.0 . 3))
(show (list (hash-table-delete! t "one") (hash-table-delete! t "one") (hash-table-size t)))   ;; => (#t #f 2)
(hash-table-set! t "one" 'again)
(show (hash-table-keys t))                                 ;; => ((two) 3.0 "one")
(show (guard (e (#t (error-object-message e))) (hash-table-ref t 'absent)))   ;; => "hash-table-ref: no value for the key absent"
(show (list (hash-table-ref t 'absent (lambda () 'failed)) (hash-table-ref t "one" (lambda () 'failed) list)))   ;; => (failed (again))
(define counts (make-hash-table eq?))
(for-each (lambda (word) (hash-table-update!/default counts word (lambda (n) (+ n 1)) 0)) '(a b a c a b))
(show (hash-table->alist counts))                          ;; => ((a . 3) (b . 2) (c . 1))
(show (hash-table-fold (lambda (key value sum) (+ value sum)) 0 counts))   ;; => 6
(hash-table-walk counts (lambda (key value) (hash-table-delete! counts key)))
(show (hash-table-empty? counts))                          ;; => #t
(define by-identity (make-hash-table eq?))
(define keys (let loop ((i 0) (keys '())) (if (= i 2000) keys (loop (+ i 1) (cons (list i) keys)))))
(for-each (lambda (key) (hash-table-set! by-identity key (car key))) keys)
(define (garbage n) (if (> n 0) (begin (make-vector 1000 n) (garbage (- n 1)))))
(garbage 20000)
(show (let loop ((rest keys)) (or (null? rest) (and (eqv? (hash-table-ref/default by-identity (car rest) #f) (caar rest)) (loop (cdr rest))))))   ;; => #t
(show (hash-table-ref/default by-identity (list 5) 'other))   ;; => other
(define numbers (make-hash-table eqv?))
(do ((i 0 (+ i 1))) ((= i 50000)) (hash-table-set! numbers (* i i i i i) i))
(show (list (hash-table-size numbers) (hash-table-ref numbers (* 49999 49999 49999 49999 49999))))   ;; => (50000 49999)
(define copy (hash-table-copy t))
(hash-table-clear! t)
(show (list (hash-table-size t) (hash-table-size copy)))   ;; => (0 3)
(define strings (alist->hash-table '(("a" . 1) ("b" . 2) ("a" . 3)) string=?))
(show (list (hash-table-ref strings (string #\a)) (hash-table-values strings)))   ;; => (1 (1 2))
(show (= (equal-hash '(1 "x" #\y)) (equal-hash (list 1 (string #\x) #\y))))   ;; => #t
