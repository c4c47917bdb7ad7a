;;; (srfi 125): hash tables that take comparators.  They are the tables of (tiercel hash-table) and (srfi 69); here are
;;; the procedures that take more arguments in SRFI 125, and those that only it has.  No table is immutable.
(define-library (srfi 125)
  (import (scheme base) (scheme case-lambda)
          (rename (except (tiercel hash-table)
                          hash-table alist->hash-table string-hash string-ci-hash char-ci-hash number-hash symbol-hash)
                  (make-hash-table make-table-by)
                  (hash-table-set! set-one!)
                  (hash-table-delete! delete-one!))
          (only (tiercel primitives) %hash-table-pop!)
          (only (srfi 69) string-hash string-ci-hash hash-by-identity)
          (rename (srfi 128) (default-hash hash)))
  (export
    make-hash-table hash-table hash-table-unfold alist->hash-table
    hash-table? hash-table-contains? hash-table-exists? hash-table-empty? hash-table=? hash-table-mutable?
    hash-table-ref hash-table-ref/default
    hash-table-set! hash-table-delete! hash-table-intern! hash-table-update! hash-table-update!/default
    hash-table-pop! hash-table-clear!
    hash-table-size hash-table-keys hash-table-values hash-table-entries hash-table-find hash-table-count
    hash-table-map hash-table-for-each hash-table-walk hash-table-map! hash-table-map->list hash-table-fold
    hash-table-prune!
    hash-table-copy hash-table-empty-copy hash-table->alist
    hash-table-union! hash-table-merge! hash-table-intersection! hash-table-difference! hash-table-xor!
    hash string-hash string-ci-hash hash-by-identity hash-table-equivalence-function hash-table-hash-function)
  (include "125/tables.scm"))
