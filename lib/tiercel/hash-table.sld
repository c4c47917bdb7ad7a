;;; (tiercel hash-table): hash tables that remember the order in which keys came.
;;;
;;; Lookup, change and listing are primitives; here is what calls procedures.  Those that visit every entry visit the
;;; entries that were there when they were called, so a procedure may change the table meanwhile.
(define-library (tiercel hash-table)
  (import (tiercel core) (tiercel primitives) (tiercel kernel))
  (export
    make-hash-table hash-table hash-table? alist->hash-table hash-table-copy
    hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete! hash-table-contains? hash-table-exists?
    hash-table-intern! hash-table-update! hash-table-update!/default hash-table-clear!
    hash-table-size hash-table-count hash-table-empty?
    hash-table-keys hash-table-values hash-table->alist
    hash-table-walk hash-table-for-each hash-table-fold hash-table-find hash-table-map! hash-table-prune! hash-table-merge!
    hash-table-empty-copy hash-table-equivalence-function hash-table-hash-function
    equal-hash string-hash string-ci-hash char-ci-hash symbol-hash number-hash identity-hash)
  (include "hash-table.scm"))
