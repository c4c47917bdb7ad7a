;;; (tiercel hash-table): hash tables that keep their order of insertion.  Keys are compared by equal?, unless the table
;;; was made for another predicate.
(define-library (tiercel hash-table)
  (import (tiercel core) (tiercel primitives) (tiercel kernel))
  (export
    make-hash-table hash-table hash-table? hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete!
    hash-table-contains? hash-table-exists? hash-table-size hash-table-count hash-table-keys hash-table-values
    hash-table->alist alist->hash-table hash-table-copy hash-table-clear! hash-table-update! hash-table-update!/default
    hash-table-walk hash-table-fold hash-table-map! equal-hash string-hash symbol-hash)
  (begin
    ;; The table kind (tables/objects.scm) for an equality predicate.
    (define (kind-of same?)
      (cond ((eq? same? eq?) 0)
            ((eq? same? eqv?) 1)
            ((eq? same? =) 1)
            ((eq? same? string=?) 3)
            (else 2)))

    ;; (make-hash-table [same?]) is an empty table for eq?, eqv?, equal? (the default) or string=?.
    (define make-hash-table
      (case-lambda
        (() (%make-hash-table 2))
        ((same? . rest) (%make-hash-table (kind-of same?)))))

    ;; (hash-table key value ...) is an equal? table with these associations.
    (define (hash-table . associations)
      (let ((table (make-hash-table)))
        (let loop ((rest associations))
          (if (pair? rest)
              (begin
                (hash-table-set! table (car rest) (cadr rest))
                (loop (cddr rest)))
              table))))

    (define missing (list 'missing))

    ;; (hash-table-ref table key [failure [success]]) calls failure, a thunk, if there is no association.
    (define hash-table-ref
      (case-lambda
        ((table key) (hash-table-ref table key (lambda () (error "no association for this key" key))))
        ((table key failure)
         (let ((value (hash-table-ref/default table key missing)))
           (if (eq? value missing) (failure) value)))
        ((table key failure success)
         (let ((value (hash-table-ref/default table key missing)))
           (if (eq? value missing) (failure) (success value))))))

    ;; (hash-table-update! table key change [failure]) replaces the value by (change value).
    (define hash-table-update!
      (case-lambda
        ((table key change) (hash-table-set! table key (change (hash-table-ref table key))))
        ((table key change failure) (hash-table-set! table key (change (hash-table-ref table key failure))))))

    ;; (hash-table-update!/default table key change default)
    (define (hash-table-update!/default table key change default)
      (hash-table-set! table key (change (hash-table-ref/default table key default))))

    ;; (hash-table-walk table visit) calls (visit key value) for each association, in order of insertion.
    (define (hash-table-walk table visit)
      (for-each (lambda (entry) (visit (car entry) (cdr entry))) (hash-table->alist table)))

    ;; (hash-table-fold table combine initial) is (combine key value accumulated) over all associations.
    (define (hash-table-fold table combine initial)
      (let loop ((rest (hash-table->alist table)) (result initial))
        (if (null? rest)
            result
            (loop (cdr rest) (combine (caar rest) (cdar rest) result)))))

    ;; (hash-table-map! change table) replaces each value by (change key value).
    (define (hash-table-map! change table)
      (for-each (lambda (entry) (hash-table-set! table (car entry) (change (car entry) (cdr entry))))
                (hash-table->alist table)))

    ;; (alist->hash-table alist [same?]): earlier associations win.
    (define (alist->hash-table alist . arguments)
      (let ((table (apply make-hash-table arguments)))
        (for-each
         (lambda (entry)
           (if (not (hash-table-contains? table (car entry)))
               (hash-table-set! table (car entry) (cdr entry))))
         alist)
        table))))
