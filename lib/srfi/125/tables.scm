;;; SRFI 125: what it has beyond (tiercel hash-table).

;; The options that tables know; SRFI 125 lets there be others, which mean nothing here.
(define (known options)
  (cond ((null? options) '())
        ((or (exact-integer? (car options))
             (memq (car options) '(weak-keys ephemeral-keys weak-values ephemeral-values)))
         (cons (car options) (known (cdr options))))
        (else (known (cdr options)))))

;; (make-hash-table comparator option ...) or (make-hash-table same? [hash] option ...) is an empty table.
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

;; (hash-table comparator key value ...) is a table with these entries.
(define (hash-table comparator . entries)
  (let ((table (make-hash-table comparator)))
    (set-entries! table entries)
    table))

;; (hash-table-unfold stop? entry next seed comparator option ...): (entry seed) gives a key and a value.
(define (hash-table-unfold stop? entry next seed comparator . options)
  (let ((table (apply make-hash-table comparator options)))
    (let loop ((seed seed))
      (if (stop? seed)
          table
          (let-values (((key value) (entry seed)))
            (set-one! table key value)
            (loop (next seed)))))))

;; (alist->hash-table alist comparator option ...): of several pairs with one key the first counts.
(define (alist->hash-table alist comparator . options)
  (let ((table (apply make-hash-table comparator options)))
    (for-each (lambda (entry) (hash-table-intern! table (car entry) (lambda () (cdr entry)))) alist)
    table))

(define absent (list 'absent))

;; (hash-table=? value-comparator a b): the same keys with the same values.
(define (hash-table=? value-comparator a b)
  (let ((same? (comparator-equality-predicate value-comparator)))
    (and (= (hash-table-size a) (hash-table-size b))
         (let loop ((entries (hash-table->alist a)))
           (or (null? entries)
               (let ((other (hash-table-ref/default b (caar entries) absent)))
                 (and (not (eq? other absent))
                      (same? (cdar entries) other)
                      (loop (cdr entries)))))))))

;; (hash-table-mutable? table) is true of every table.
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
(define hash-table-set!
  (case-lambda
    ((table key value) (set-one! table key value))
    ((table . entries) (set-entries! table entries))))

;; (hash-table-delete! table key ...) is the number of keys that were there.
(define hash-table-delete!
  (case-lambda
    ((table key) (if (delete-one! table key) 1 0))
    ((table . keys)
     (let loop ((rest keys) (n 0))
       (if (pair? rest)
           (loop (cdr rest) (if (delete-one! table (car rest)) (+ n 1) n))
           n)))))

;; (hash-table-pop! table) removes an entry and gives its key and value.
(define (hash-table-pop! table)
  (let ((entry (%hash-table-pop! table)))
    (if entry
        (values (car entry) (cdr entry))
        (error "hash-table-pop!: the table is empty:" table))))

;; (hash-table-entries table) gives the list of the keys and that of the values.
(define (hash-table-entries table)
  (values (hash-table-keys table) (hash-table-values table)))

;; (hash-table-map procedure comparator table) is a new table of the keys with (procedure value).
(define (hash-table-map procedure comparator table)
  (let ((result (make-hash-table comparator)))
    (hash-table-walk table (lambda (key value) (set-one! result key (procedure value))))
    result))

;; (hash-table-map->list procedure table) is the list of (procedure key value).
(define (hash-table-map->list first second)
  (if (hash-table? first)
      (hash-table-map->list second first)
      (map (lambda (entry) (first (car entry) (cdr entry))) (hash-table->alist second))))

;; The set operations change the first table and return it.
;; (hash-table-union! a b) adds the entries of b whose keys are not in a.
(define (hash-table-union! a b) (hash-table-merge! a b))

;; (hash-table-intersection! a b) removes the entries of a whose keys are not in b.
(define (hash-table-intersection! a b)
  (for-each (lambda (key) (if (not (hash-table-contains? b key)) (delete-one! a key))) (hash-table-keys a))
  a)

;; (hash-table-difference! a b) removes the entries of a whose keys are in b.
(define (hash-table-difference! a b)
  (for-each (lambda (key) (if (hash-table-contains? b key) (delete-one! a key))) (hash-table-keys a))
  a)

;; (hash-table-xor! a b) removes the entries of a whose keys are in b and adds the others of b.
(define (hash-table-xor! a b)
  (hash-table-walk b
                   (lambda (key value)
                     (if (hash-table-contains? a key)
                         (delete-one! a key)
                         (set-one! a key value))))
  a)
