;;; SRFI 125: what it has beyond (tiercel hash-table).

;; The options that tables know; SRFI 125 lets there be others, which mean nothing here.
(define (known options)
  (cond ((null? options) '())
        ((or (exact-integer? (car options))
             (memq (car options) '(weak-keys ephemeral-keys weak-values ephemeral-values)))
         (cons (car options) (known (cdr options))))
        (else (known (cdr options)))))

;; (make-hash-table comparator option ...) -> hash table
;; (make-hash-table same? [hash] option ...) -> hash table
;; An empty table; an option is a capacity, weak-keys, ephemeral-keys, weak-values or ephemeral-values, others are
;; ignored.
;; (let ((t (make-hash-table string-ci=?))) (hash-table-set! t "A" 1) (hash-table-ref t "a")) => 1
(define (make-hash-table comparator . options)
  (cond ((comparator? comparator)
         (apply make-table-by
                (comparator-equality-predicate comparator)
                (if (comparator-hashable? comparator)
                    (cons (comparator-hash-function comparator) (known options))
                    (known options))))
        ((and (pair? options) (procedure? (car options)))
         (apply make-table-by comparator (car options) (known (cdr options))))
        (else (apply make-table-by comparator (known options)))))

;; (hash-table comparator key value ...) -> hash table
;; A table with these entries.
;; (hash-table->alist (hash-table equal? 'a 1 'b 2)) => ((a . 1) (b . 2))
(define (hash-table comparator . entries)
  (let ((table (make-hash-table comparator)))
    (set-entries! table entries)
    table))

;; (hash-table-unfold stop? entry next seed comparator option ...) -> hash table
;; A table of the keys and values that (entry seed) gives for seed, (next seed), ... until stop?.
;; (hash-table->alist (hash-table-unfold zero? (lambda (n) (values n (* n n))) (lambda (n)
;;     (- n 1)) 2 =)) => ((2 . 4) (1 . 1))
(define (hash-table-unfold stop? entry next seed comparator . options)
  (let ((table (apply make-hash-table comparator options)))
    (let loop ((seed seed))
      (if (stop? seed)
          table
          (let-values (((key value) (entry seed)))
            (set-one! table key value)
            (loop (next seed)))))))

;; (alist->hash-table alist comparator option ...) -> hash table
;; A table of the entries of an association list; of several with one key the first counts.
;; (hash-table-ref (alist->hash-table '((a . 1) (a . 2)) eq?) 'a) => 1
(define (alist->hash-table alist comparator . options)
  (let ((table (apply make-hash-table comparator options)))
    (for-each (lambda (entry) (hash-table-intern! table (car entry) (lambda () (cdr entry)))) alist)
    table))

(define absent (list 'absent))

;; (hash-table=? value-comparator a b) -> boolean
;; Whether the tables have the same keys with the same values.
;; (no example: it needs a comparator, which is made with (srfi 128))
(define (hash-table=? value-comparator a b)
  (let ((same? (comparator-equality-predicate value-comparator)))
    (and (= (hash-table-size a) (hash-table-size b))
         (let loop ((entries (hash-table->alist a)))
           (or (null? entries)
               (let ((other (hash-table-ref/default b (caar entries) absent)))
                 (and (not (eq? other absent))
                      (same? (cdar entries) other)
                      (loop (cdr entries)))))))))

;; (hash-table-mutable? table) -> boolean
;; Whether the table may be changed: true of every table.
;; (hash-table-mutable? (make-hash-table equal?)) => #t
(define (hash-table-mutable? table)
  (hash-table-size table)
  #t)

(define (set-entries! table entries)
  (let loop ((rest entries))
    (cond ((null? rest) #t)
          ((pair? (cdr rest))
           (set-one! table (car rest) (cadr rest))
           (loop (cddr rest)))
          (else (error "hash-table-set!: this key has no value:" (car rest))))))

;; (hash-table-set! table key value ...)
;; Makes each value the value of the key before it.
;; (let ((t (make-hash-table equal?))) (hash-table-set! t 'a 1 'b 2) (hash-table-size t)) => 2
(define hash-table-set!
  (case-lambda
    ((table key value) (set-one! table key value))
    ((table . entries) (set-entries! table entries))))

;; (hash-table-delete! table key ...) -> exact integer
;; Removes the keys; the number of those that were there.
;; (hash-table-delete! (hash-table equal? 'a 1 'b 2) 'a 'c) => 1
(define hash-table-delete!
  (case-lambda
    ((table key) (if (delete-one! table key) 1 0))
    ((table . keys)
     (let loop ((rest keys) (n 0))
       (if (pair? rest)
           (loop (cdr rest) (if (delete-one! table (car rest)) (+ n 1) n))
           n)))))

;; (hash-table-pop! table) -> key value
;; Removes an entry and gives its key and its value.
;; (hash-table-pop! (hash-table equal? 'a 1)) => a 1
;; (hash-table-pop! (make-hash-table equal?)) error T3010
(define (hash-table-pop! table)
  (let ((entry (%hash-table-pop! table)))
    (if entry
        (values (car entry) (cdr entry))
        (error "hash-table-pop!: the table is empty:" table))))

;; (hash-table-entries table) -> list list
;; The list of the keys and that of the values.
;; (hash-table-entries (hash-table equal? 'a 1 'b 2)) => (a b) (1 2)
(define (hash-table-entries table)
  (values (hash-table-keys table) (hash-table-values table)))

;; (hash-table-map procedure comparator table) -> hash table
;; A new table of the keys with (procedure value).
;; (hash-table->alist (hash-table-map - eq? (hash-table eq? 'a 1))) => ((a . -1))
(define (hash-table-map procedure comparator table)
  (let ((result (make-hash-table comparator)))
    (hash-table-walk table (lambda (key value) (set-one! result key (procedure value))))
    result))

;; (hash-table-map->list procedure table) -> list
;; The list of (procedure key value).
;; (hash-table-map->list list (hash-table eq? 'a 1 'b 2)) => ((a 1) (b 2))
(define (hash-table-map->list first second)
  (if (hash-table? first)
      (hash-table-map->list second first)
      (map (lambda (entry) (first (car entry) (cdr entry))) (hash-table->alist second))))

;; (hash-table-union! a b) -> a
;; Adds the entries of b whose keys are not in a.
;; (hash-table->alist (hash-table-union! (hash-table eq? 'a 1) (hash-table eq? 'a 2 'b 3))) => ((a . 1) (b . 3))

;; The set operations change the first table and return it.
;; (hash-table-union! a b) adds the entries of b whose keys are not in a.
(define (hash-table-union! a b) (hash-table-merge! a b))

;; (hash-table-intersection! a b) -> a
;; Removes the entries of a whose keys are not in b.
;; (hash-table->alist (hash-table-intersection! (hash-table eq? 'a 1 'b 2) (hash-table eq? 'b 3))) => ((b . 2))
(define (hash-table-intersection! a b)
  (for-each (lambda (key) (if (not (hash-table-contains? b key)) (delete-one! a key))) (hash-table-keys a))
  a)

;; (hash-table-difference! a b) -> a
;; Removes the entries of a whose keys are in b.
;; (hash-table->alist (hash-table-difference! (hash-table eq? 'a 1 'b 2) (hash-table eq? 'b 3))) => ((a . 1))
(define (hash-table-difference! a b)
  (for-each (lambda (key) (if (hash-table-contains? b key) (delete-one! a key))) (hash-table-keys a))
  a)

;; (hash-table-xor! a b) -> a
;; Removes the entries of a whose keys are in b, and adds the other entries of b.
;; (hash-table->alist (hash-table-xor! (hash-table eq? 'a 1 'b 2) (hash-table eq? 'b 3 'c 4))) => ((a . 1) (c . 4))
(define (hash-table-xor! a b)
  (hash-table-walk b
                   (lambda (key value)
                     (if (hash-table-contains? a key)
                         (delete-one! a key)
                         (set-one! a key value))))
  a)
