;;; (srfi 128): comparators.  A comparator is a type test, an equality, a strict order and a hash that agree.
;;;
;;; The default comparator compares by types first: (), pairs, booleans, characters, strings, symbols, numbers, vectors,
;;; bytevectors, then the types of registered comparators in the order of their registration, then everything else,
;;; which is equal if it is eqv? and has no order.
(define-library (srfi 128)
  (import (scheme base) (scheme case-lambda) (scheme complex) (scheme time)
          (rename (only (tiercel hash-table) equal-hash symbol-hash number-hash char-ci-hash)
                  (symbol-hash hash-of-symbol))
          (only (srfi 69) string-hash string-ci-hash)
          (only (tiercel primitives) %raise-type-error))
  (export
    comparator? comparator-ordered? comparator-hashable?
    make-comparator make-pair-comparator make-list-comparator make-vector-comparator
    make-eq-comparator make-eqv-comparator make-equal-comparator
    boolean-hash char-hash char-ci-hash string-hash string-ci-hash symbol-hash number-hash
    hash-bound hash-salt
    make-default-comparator default-hash comparator-register-default!
    comparator-type-test-predicate comparator-equality-predicate comparator-ordering-predicate comparator-hash-function
    comparator-test-type comparator-check-type comparator-hash
    =? <? >? <=? >=?
    comparator-if<=>)
  (include "128/comparators.scm" "128/default.scm" "128/compare.scm"))
