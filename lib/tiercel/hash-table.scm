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

;; (number-hash number) -> exact integer
;; A hash that agrees with =: numbers that are =, exact or not, have one hash.
;; (= (number-hash 1/2) (number-hash 0.5)) => #t
(define (number-hash number)
  (cond ((exact-integer? number) (equal-hash number))
        ((not (real? number)) (equal-hash (list (number-hash (real-part number)) (number-hash (imag-part number)))))
        ((integer? number) (equal-hash (exact number)))
        (else (equal-hash (inexact number)))))

;; (string-ci-hash string) -> exact integer
;; (char-ci-hash char) -> exact integer
;; Hashes that agree with string-ci=? and char-ci=?.
;; (= (string-ci-hash "Abc") (string-ci-hash "aBC")) => #t
(define (string-ci-hash string) (string-hash (string-foldcase string)))
(define (char-ci-hash char) (equal-hash (char-foldcase char)))

;; The numbers that objects without stable contents got, for as long as they live.
(define identities (%make-hash-table 0 0 1))
(define identities-given 0)

;; (identity-hash object) -> exact integer
;; A hash that agrees with eq? and stays the same for the life of the object.
;; (let ((x (list 1))) (= (identity-hash x) (identity-hash x))) => #t
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

;; (make-hash-table [same? [hash] option ...]) -> hash table
;; An empty table.  Keys are compared by same?, equal? if absent; hash maps a key to an exact integer and is needed
;; unless
;; same? is eq?, eqv?, equal?, =, char=?, char-ci=?, string=?, string-ci=?, symbol=? or boolean=?.  An option is a
;; capacity,
;; weak-keys, ephemeral-keys, weak-values, ephemeral-values, or thread-safe, which means nothing.
;; (hash-table-size (make-hash-table string=?)) => 0
;; (let ((t (make-hash-table (lambda (a b) (= (abs a) (abs b))) abs))) (hash-table-set! t 2 'two)
;;     (hash-table-ref t -2)) => two
;; (make-hash-table 5) error T3001
(define make-hash-table
  (case-lambda
    (() (%make-hash-table 2))
    ((same? . options) (make-table (or same? equal?) options))))

;; (hash-table key value ...) -> hash table
;; A table by equal? with these entries.
;; (hash-table->alist (hash-table 'a 1 'b 2)) => ((a . 1) (b . 2))
(define (hash-table . entries)
  (let ((table (%make-hash-table 2)))
    (let loop ((rest entries))
      (if (pair? rest)
          (begin
            (hash-table-set! table (car rest) (cadr rest))
            (loop (cddr rest)))
          table))))

;; (alist->hash-table alist [same? [hash] option ...]) -> hash table
;; A table of the entries of an association list; of several with one key the first counts.
;; (hash-table->alist (alist->hash-table '((a . 1) (b . 2) (a . 3)))) => ((a . 1) (b . 2))
(define (alist->hash-table alist . arguments)
  (let ((table (apply make-hash-table arguments)))
    (for-each (lambda (entry) (hash-table-intern! table (car entry) (lambda () (cdr entry)))) alist)
    table))

;; (hash-table-equivalence-function table) -> procedure
;; The equivalence by which the table compares keys.
;; (eq? eqv? (hash-table-equivalence-function (make-hash-table eqv?))) => #t
(define (hash-table-equivalence-function table)
  (or (%hash-table-equality table)
      (vector-ref (vector eq? eqv? equal? string=?) (%hash-table-kind table))))

;; (hash-table-hash-function table) -> procedure
;; A hash function that agrees with the table's equivalence: the program's own, if it gave one.
;; (let ((hash (hash-table-hash-function (make-hash-table)))) (= (hash "a") (hash (string #\a)))) => #t
(define (hash-table-hash-function table)
  (or (%hash-table-hash table)
      (vector-ref (vector identity-hash equal-hash equal-hash string-hash) (%hash-table-kind table))))

;;; Looking up and changing.

(define absent (list 'absent))

;; (hash-table-ref table key [failure [success]]) -> object
;; The value of key, passed through success if given; without the key what the thunk failure gives, or an error.
;; (hash-table-ref (alist->hash-table '((a . 1))) 'a) => 1
;; (hash-table-ref (make-hash-table) 'a (lambda () 'none)) => none
;; (hash-table-ref (make-hash-table) 'a) error T3015
(define hash-table-ref
  (case-lambda
    ((table key)
     (let ((value (hash-table-ref/default table key absent)))
       (if (eq? value absent) (%raise-key-error 'hash-table-ref key) value)))
    ((table key failure)
     (let ((value (hash-table-ref/default table key absent)))
       (if (eq? value absent)
           (if failure (failure) (%raise-key-error 'hash-table-ref key))
           value)))
    ((table key failure success)
     (let ((value (hash-table-ref/default table key absent)))
       (if (eq? value absent)
           (if failure (failure) (%raise-key-error 'hash-table-ref key))
           (success value))))))

;; (hash-table-intern! table key make) -> object
;; The value of key; if there is none, what the thunk make gives becomes it.
;; (let ((t (make-hash-table))) (hash-table-intern! t 'a (lambda () 1)) (hash-table-intern! t 'a (lambda () 2))) => 1
(define (hash-table-intern! table key make)
  (let ((value (hash-table-ref/default table key absent)))
    (if (eq? value absent)
        (let ((made (make)))
          (hash-table-set! table key made)
          made)
        value)))

;; (hash-table-update! table key change [failure [success]])
;; Makes (change value) the value of key, where value is what hash-table-ref gives.
;; (let ((t (alist->hash-table '((a . 1))))) (hash-table-update! t 'a -) (hash-table->alist t)) => ((a . -1))
(define hash-table-update!
  (case-lambda
    ((table key change)
     (hash-table-set! table key (change (hash-table-ref table key))))
    ((table key change failure)
     (hash-table-set! table key (change (hash-table-ref table key failure))))
    ((table key change failure success)
     (hash-table-set! table key (change (hash-table-ref table key failure success))))))

;; (hash-table-update!/default table key change default)
;; Makes (change value) the value of key, where default is the value of an absent key.
;; (let ((t (make-hash-table))) (hash-table-update!/default t 'n (lambda (n) (+ n 1)) 0) (hash-table-ref t 'n)) => 1
(define (hash-table-update!/default table key change default)
  (hash-table-set! table key (change (hash-table-ref/default table key default))))

;; (hash-table-empty? table) -> boolean
;; Whether the table has no entries.
;; (hash-table-empty? (make-hash-table equal?)) => #t
(define (hash-table-empty? table) (= (hash-table-size table) 0))

;; (hash-table-walk table procedure)
;; Calls (procedure key value) for every entry, in the order of insertion.
;; (hash-table-walk (alist->hash-table '((a . 1) (b . 2)) eq?) (lambda (key value) (display key))) prints ab
(define (hash-table-walk table procedure)
  (let loop ((rest (hash-table->alist table)))
    (if (pair? rest)
        (begin
          (procedure (caar rest) (cdar rest))
          (loop (cdr rest))))))

;; (hash-table-for-each procedure table)
;; As hash-table-walk with the arguments the other way round.
;; (hash-table-for-each (lambda (key value) (display value)) (alist->hash-table '((a . 1) (b . 2)) eq?)) prints 12
(define (hash-table-for-each first second)
  (if (hash-table? first) (hash-table-walk first second) (hash-table-walk second first)))

;; (hash-table-fold combine seed table) -> object
;; (hash-table-fold table combine seed) -> object
;; Computes (combine key value ... (combine key value seed)) over all entries, in the order of insertion.
;; (hash-table-fold (lambda (key value sum) (+ value sum)) 0 (alist->hash-table '((a . 1) (b . 2)) eq?)) => 3
(define (hash-table-fold first second third)
  (if (hash-table? first)
      (hash-table-fold second third first)
      (let loop ((rest (hash-table->alist third)) (result second))
        (if (pair? rest)
            (loop (cdr rest) (first (caar rest) (cdar rest) result))
            result))))

;; (hash-table-find procedure table failure) -> object
;; The first true (procedure key value), or what the thunk failure gives; the first two arguments may change places.
;; (hash-table-find (lambda (key value) (and (> value 1) key)) (alist->hash-table '((a . 1) (b . 2)) eq?) (lambda ()
;;     #f)) => b
(define (hash-table-find first second failure)
  (if (hash-table? first)
      (hash-table-find second first failure)
      (let loop ((rest (hash-table->alist second)))
        (if (pair? rest)
            (or (first (caar rest) (cdar rest)) (loop (cdr rest)))
            (failure)))))

;; (hash-table-count satisfied? table) -> exact integer
;; (hash-table-count table) -> exact integer
;; The number of entries for which (satisfied? key value) is true, in any order of the arguments; or of all entries.
;; (hash-table-count (lambda (key value) (odd? value)) (alist->hash-table '((a . 1) (b . 2)) eq?)) => 1
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

;; (hash-table-map! procedure table)
;; Makes (procedure key value) the value of every key.
;; (let ((t (alist->hash-table '((a . 1)) eq?))) (hash-table-map! list t) (hash-table->alist t)) => ((a a 1))
(define (hash-table-map! procedure table)
  (for-each (lambda (entry) (hash-table-set! table (car entry) (procedure (car entry) (cdr entry))))
            (hash-table->alist table)))

;; (hash-table-prune! unwanted? table)
;; Removes the entries for which (unwanted? key value) is true.
;; (let ((t (alist->hash-table '((a . 1) (b . 2)) eq?))) (hash-table-prune! (lambda (k v) (odd? v)) t)
;;     (hash-table-keys t)) => (b)
(define (hash-table-prune! unwanted? table)
  (for-each (lambda (entry) (if (unwanted? (car entry) (cdr entry)) (hash-table-delete! table (car entry))))
            (hash-table->alist table)))

;; (hash-table-merge! table other) -> table
;; Adds the entries of other whose keys are not in table.
;; (hash-table-size (hash-table-merge! (alist->hash-table '((a . 1)) eq?) (alist->hash-table '((b . 2)) eq?))) => 2
(define (hash-table-merge! table other)
  (hash-table-walk other (lambda (key value) (hash-table-intern! table key (lambda () value))))
  table)
