;;; The higher-order half of hash tables.

(define (kind-of equality)
  (cond ((or (eq? equality equal?) (not equality)) 2)
        ((or (eq? equality eq?) (eq? equality symbol=?)) 0)
        ((or (eq? equality eqv?) (eq? equality =) (eq? equality char=?)) 1)
        ((eq? equality string=?) 3)
        (else (error "make-hash-table: keys are compared by eq?, eqv?, equal? or string=?, not by" equality))))

;; (make-hash-table [same? [hash]]) is an empty table; keys are compared by same?: equal? (the default), eq?, eqv? or
;; string=?.  The hash is the system's own; a given one is accepted for the sake of SRFI 69 programs.
(define (make-hash-table . arguments)
  (%make-hash-table (kind-of (and (pair? arguments) (car arguments)))))

;; (hash-table key value ...) is a table by equal? with these entries.
(define (hash-table . entries)
  (let ((table (%make-hash-table 2)))
    (let loop ((rest entries))
      (if (pair? rest)
          (begin
            (hash-table-set! table (car rest) (cadr rest))
            (loop (cddr rest)))
          table))))

;; (alist->hash-table alist [same? [hash]]): of several pairs with one key the first counts.
(define (alist->hash-table alist . arguments)
  (let ((table (apply make-hash-table arguments)))
    (for-each (lambda (entry) (hash-table-intern! table (car entry) (lambda () (cdr entry)))) alist)
    table))

(define absent (list 'absent))

(define (raise-absent name key)
  (%raise-key-error (string->symbol name) key))

;; (hash-table-ref table key [failure [success]]) is the value of key, passed through success if given; without the key
;; it is what the thunk failure gives, or an error.
(define hash-table-ref
  (case-lambda
    ((table key)
     (let ((value (hash-table-ref/default table key absent)))
       (if (eq? value absent) (raise-absent "hash-table-ref" key) value)))
    ((table key failure)
     (let ((value (hash-table-ref/default table key absent)))
       (if (eq? value absent)
           (if failure (failure) (raise-absent "hash-table-ref" key))
           value)))
    ((table key failure success)
     (let ((value (hash-table-ref/default table key absent)))
       (if (eq? value absent)
           (if failure (failure) (raise-absent "hash-table-ref" key))
           (success value))))))

;; (hash-table-intern! table key make) is the value of key; if there is none, what the thunk make gives becomes it.
(define (hash-table-intern! table key make)
  (let ((value (hash-table-ref/default table key absent)))
    (if (eq? value absent)
        (let ((made (make)))
          (hash-table-set! table key made)
          made)
        value)))

;; (hash-table-update! table key change [failure]) makes (change value) the value of key.
(define hash-table-update!
  (case-lambda
    ((table key change)
     (hash-table-set! table key (change (hash-table-ref table key))))
    ((table key change failure)
     (hash-table-set! table key (change (hash-table-ref table key failure))))))

;; (hash-table-update!/default table key change default) is the same with a value for an absent key.
(define (hash-table-update!/default table key change default)
  (hash-table-set! table key (change (hash-table-ref/default table key default))))

;; (hash-table-empty? table)
(define (hash-table-empty? table) (= (hash-table-size table) 0))

;; (hash-table-walk table procedure) calls (procedure key value) for every entry, in the order of insertion.
(define (hash-table-walk table procedure)
  (for-each (lambda (entry) (procedure (car entry) (cdr entry))) (hash-table->alist table)))

;; (hash-table-for-each procedure table) is the same with the arguments in the order of SRFI 125.
(define (hash-table-for-each procedure table) (hash-table-walk table procedure))

;; (hash-table-fold combine seed table) is (combine key value ... (combine key value seed)); SRFI 69's order
;; (hash-table-fold table combine seed) is understood too.
(define (hash-table-fold first second third)
  (if (hash-table? first)
      (hash-table-fold second third first)
      (let loop ((rest (hash-table->alist third)) (result second))
        (if (pair? rest)
            (loop (cdr rest) (first (caar rest) (cdar rest) result))
            result))))

;; (hash-table-find procedure table failure) is the first true (procedure key value), or what the thunk failure gives.
(define (hash-table-find procedure table failure)
  (let loop ((rest (hash-table->alist table)))
    (if (pair? rest)
        (or (procedure (caar rest) (cdar rest)) (loop (cdr rest)))
        (failure))))

;; (hash-table-map! procedure table) makes (procedure key value) the value of every key.
(define (hash-table-map! procedure table)
  (for-each (lambda (entry) (hash-table-set! table (car entry) (procedure (car entry) (cdr entry))))
            (hash-table->alist table)))

;; (hash-table-prune! unwanted? table) removes the entries for which (unwanted? key value) is true.
(define (hash-table-prune! unwanted? table)
  (for-each (lambda (entry) (if (unwanted? (car entry) (cdr entry)) (hash-table-delete! table (car entry))))
            (hash-table->alist table)))

;; (hash-table-merge! table other) adds the entries of other whose keys are not in table; table.
(define (hash-table-merge! table other)
  (hash-table-walk other (lambda (key value) (hash-table-intern! table key (lambda () value))))
  table)
