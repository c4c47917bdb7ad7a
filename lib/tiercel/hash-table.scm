;;; The higher-order half of hash tables.

;;; Tables with an equivalence of the program's own.  The table keeps hashes, order and slots as every table does; here
;;; the program's procedures are called.  The primitives come here through the root (ARCHITECTURE.md, invariant 2).

;; The position of the entry of `key`, whose hash is given, or #f.
(define (custom-position table key hash)
  (let ((same? (%hash-table-equality table)))
    (let loop ((position (%hash-table-candidate table hash #f)))
      (and position
           (if (same? (%hash-table-key-at table position) key)
               position
               (loop (%hash-table-candidate table hash position)))))))

(define (custom-ref table key default)
  (let ((position (custom-position table key ((%hash-table-hash table) key))))
    (if position (%hash-table-value-at table position) default)))

(define (custom-set! table key value)
  (let* ((hash ((%hash-table-hash table) key))
         (position (custom-position table key hash)))
    (if position
        (%hash-table-set-at! table position value)
        (%hash-table-insert! table key value hash))))

(define (custom-delete! table key ignored)
  (let ((position (custom-position table key ((%hash-table-hash table) key))))
    (and position
         (begin
           (%hash-table-delete-at! table position)
           #t))))

(define (custom-contains? table key ignored)
  (if (custom-position table key ((%hash-table-hash table) key)) #t #f))

(%set-root! 'hash-table-operations (vector custom-ref custom-set! custom-delete! custom-contains?))

;;; Hash functions.

;; (number-hash number) agrees with =: exact and inexact numbers that are = have one hash.
(define (number-hash number)
  (cond ((exact-integer? number) (equal-hash number))
        ((not (real? number)) (equal-hash (list (number-hash (real-part number)) (number-hash (imag-part number)))))
        ((integer? number) (equal-hash (exact number)))
        (else (equal-hash (inexact number)))))

;; (string-ci-hash string) agrees with string-ci=?, (char-ci-hash char) with char-ci=?.
(define (string-ci-hash string) (string-hash (string-foldcase string)))
(define (char-ci-hash char) (equal-hash (char-foldcase char)))

;; The numbers that objects without stable contents got, for as long as they live.
(define identities (%make-hash-table 0 0 1))
(define identities-given 0)

;; (identity-hash object) agrees with eq? and stays the same for the life of the object.
(define (identity-hash object)
  (if (not (or (number? object) (symbol? object) (char? object) (boolean? object) (null? object)))
      (let ((known (hash-table-ref/default identities object #f)))
        (or known
            (begin
              (set! identities-given (+ identities-given 1))
              (hash-table-set! identities object identities-given)
              identities-given)))
      (equal-hash object)))

;;; Making tables.

;; The number of the kind of table that compares keys by `same?`.
(define (kind-of same?)
  (cond ((eq? same? equal?) 2)
        ((or (eq? same? eq?) (eq? same? symbol=?) (eq? same? boolean=?)) 0)
        ((or (eq? same? eqv?) (eq? same? char=?)) 1)
        ((eq? same? string=?) 3)
        (else 4)))

;; The hash for an equivalence that is not built in, when the program gives none.
(define (hash-for same?)
  (cond ((eq? same? =) number-hash)
        ((eq? same? string-ci=?) string-ci-hash)
        ((eq? same? char-ci=?) char-ci-hash)
        (else (error "make-hash-table: this equivalence needs a hash function:" same?))))

(define (accepts? procedure count)
  (let loop ((clauses (fn/arity procedure)))
    (and (pair? clauses)
         (or (= (caar clauses) count)
             (and (cdar clauses) (< (caar clauses) count))
             (loop (cdr clauses))))))

;; SRFI 69 lets a hash function want a bound as its second argument.
(define (with-one-argument hash)
  (if (and (not (accepts? hash 1)) (accepts? hash 2))
      (lambda (key) (hash key 1073741823))
      hash))

(define (weakness-named option)
  (case option
    ((weak-keys ephemeral-keys) 1)
    ((weak-values ephemeral-values) 2)
    ((thread-safe) 0)
    (else (error "make-hash-table: unknown option:" option))))

;; A greater capacity is taken for wishful thinking: the table grows to it if it must.
(define largest-capacity 1048576)

;; options: a hash function first, if any; then a capacity and the symbols of SRFI 125 in any order.
(define (make-table same? options)
  (if (not (procedure? same?)) (%raise-type-error "make-hash-table" "an equivalence procedure" 0 same?))
  (let* ((kind (kind-of same?))
         (given (and (pair? options) (procedure? (car options)) (car options)))
         (hash (cond (given (with-one-argument given))
                     ((= kind 4) (hash-for same?))
                     (else #f))))
    (let loop ((rest (if given (cdr options) options)) (capacity 0) (weakness 0))
      (cond ((null? rest) (%make-hash-table kind capacity weakness same? hash))
            ((not (car rest)) (loop (cdr rest) capacity weakness))
            ((symbol? (car rest))
             (let ((added (weakness-named (car rest))))
               (if (and (> added 0) (> weakness 0) (not (= added weakness)))
                   (error "make-hash-table: keys and values cannot both be weak"))
               (loop (cdr rest) capacity (max weakness added))))
            ((and (exact-integer? (car rest)) (>= (car rest) 0))
             (loop (cdr rest) (min (car rest) largest-capacity) weakness))
            (else (error "make-hash-table: unknown option:" (car rest)))))))

;; (make-hash-table [same? [hash] option ...]) is an empty table.  Keys are compared by same?, equal? if absent; hash
;; maps a key to an exact integer and is needed unless same? is eq?, eqv?, equal?, =, char=?, char-ci=?, string=?,
;; string-ci=?, symbol=? or boolean=?.  An option is a capacity, weak-keys, ephemeral-keys, weak-values or
;; ephemeral-values; thread-safe is accepted, and so is #f.
(define make-hash-table
  (case-lambda
    (() (%make-hash-table 2))
    ((same? . options) (make-table (or same? equal?) options))))

;; (hash-table key value ...) is a table by equal? with these entries.
(define (hash-table . entries)
  (let ((table (%make-hash-table 2)))
    (let loop ((rest entries))
      (if (pair? rest)
          (begin
            (hash-table-set! table (car rest) (cadr rest))
            (loop (cddr rest)))
          table))))

;; (alist->hash-table alist [same? [hash] option ...]): of several pairs with one key the first counts.
(define (alist->hash-table alist . arguments)
  (let ((table (apply make-hash-table arguments)))
    (for-each (lambda (entry) (hash-table-intern! table (car entry) (lambda () (cdr entry)))) alist)
    table))

;; (hash-table-equivalence-function table) is the equivalence of the table.
(define (hash-table-equivalence-function table)
  (or (%hash-table-equality table)
      (vector-ref (vector eq? eqv? equal? string=?) (%hash-table-kind table))))

;; (hash-table-hash-function table) is a hash function that agrees with it: the program's, if it gave one.
(define (hash-table-hash-function table)
  (or (%hash-table-hash table)
      (vector-ref (vector identity-hash equal-hash equal-hash string-hash) (%hash-table-kind table))))

;;; Looking up and changing.

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

;; (hash-table-update! table key change [failure [success]]) makes (change value) the value of key.
(define hash-table-update!
  (case-lambda
    ((table key change)
     (hash-table-set! table key (change (hash-table-ref table key))))
    ((table key change failure)
     (hash-table-set! table key (change (hash-table-ref table key failure))))
    ((table key change failure success)
     (hash-table-set! table key (change (hash-table-ref table key failure success))))))

;; (hash-table-update!/default table key change default) is the same with a value for an absent key.
(define (hash-table-update!/default table key change default)
  (hash-table-set! table key (change (hash-table-ref/default table key default))))

;; (hash-table-empty? table)
(define (hash-table-empty? table) (= (hash-table-size table) 0))

;; (hash-table-walk table procedure) calls (procedure key value) for every entry, in the order of insertion.
(define (hash-table-walk table procedure)
  (let loop ((rest (hash-table->alist table)))
    (if (pair? rest)
        (begin
          (procedure (caar rest) (cdar rest))
          (loop (cdr rest))))))

;; (hash-table-for-each procedure table) is the same with the arguments in the order of SRFI 125.
(define (hash-table-for-each first second)
  (if (hash-table? first) (hash-table-walk first second) (hash-table-walk second first)))

;; (hash-table-fold combine seed table) is (combine key value ... (combine key value seed)); SRFI 69's order
;; (hash-table-fold table combine seed) is understood too.
(define (hash-table-fold first second third)
  (if (hash-table? first)
      (hash-table-fold second third first)
      (let loop ((rest (hash-table->alist third)) (result second))
        (if (pair? rest)
            (loop (cdr rest) (first (caar rest) (cdar rest) result))
            result))))

;; (hash-table-find procedure table failure) is the first true (procedure key value), or what the thunk failure gives;
;; the first two arguments may change places, as drafts of SRFI 125 had them.
(define (hash-table-find first second failure)
  (if (hash-table? first)
      (hash-table-find second first failure)
      (let loop ((rest (hash-table->alist second)))
        (if (pair? rest)
            (or (first (caar rest) (cdar rest)) (loop (cdr rest)))
            (failure)))))

;; (hash-table-count satisfied? table) is the number of entries for which (satisfied? key value) is true, in any order
;; of the arguments; (hash-table-count table) is the number of all entries.
(define hash-table-count
  (case-lambda
    ((table) (hash-table-size table))
    ((first second)
     (if (hash-table? first)
         (hash-table-count second first)
         (let loop ((rest (hash-table->alist second)) (n 0))
           (cond ((null? rest) n)
                 ((first (caar rest) (cdar rest)) (loop (cdr rest) (+ n 1)))
                 (else (loop (cdr rest) n))))))))

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
