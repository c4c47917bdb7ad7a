;;; (srfi 69): basic hash tables, under the names of that document.  Its hash functions take a bound as an optional
;;; second argument and then give a number below it.
(define-library (srfi 69)
  (import (scheme base) (scheme case-lambda)
          (rename (tiercel hash-table) (string-hash hash-of-string) (string-ci-hash hash-of-folded)))
  (export
    make-hash-table hash-table? alist->hash-table hash-table-equivalence-function hash-table-hash-function
    hash-table-ref hash-table-ref/default hash-table-set! hash-table-delete! hash-table-exists?
    hash-table-update! hash-table-update!/default hash-table-size hash-table-keys hash-table-values hash-table-walk
    hash-table-fold hash-table->alist hash-table-copy hash-table-merge!
    hash string-hash string-ci-hash hash-by-identity
    ;; beyond the document
    hash-table-clear! hash-table-contains?)
  (begin
    (define-syntax define-bounded
      (syntax-rules ()
        ((_ name function)
         (define name
           (case-lambda
             ((object) (function object))
             ((object bound) (modulo (function object) bound)))))))

    ;; (hash object [bound]) -> exact integer
    ;; (string-hash string [bound]) -> exact integer
    ;; (string-ci-hash string [bound]) -> exact integer
    ;; (hash-by-identity object [bound]) -> exact integer
    ;; Hashes that agree with equal?, string=?, string-ci=? and eq?; below bound, if it is given.
    ;; (= (string-hash "abc") (string-hash (string #\a #\b #\c))) => #t
    ;; (string-hash "abc" 1) => 0
    (define-bounded hash equal-hash)
    (define-bounded string-hash hash-of-string)
    (define-bounded string-ci-hash hash-of-folded)
    (define-bounded hash-by-identity identity-hash)))
