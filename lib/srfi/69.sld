;;; (srfi 69): basic hash tables, under the names of that document.
(define-library (srfi 69)
  (import (scheme base) (rename (tiercel hash-table) (equal-hash hash)))
  (export
    make-hash-table hash-table? alist->hash-table
    hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete! hash-table-exists?
    hash-table-update! hash-table-update!/default hash-table-size hash-table-keys hash-table-values hash-table-walk
    hash-table-fold hash-table->alist hash-table-copy hash-table-merge! hash-table-clear! hash-table-contains?
    hash string-hash))
