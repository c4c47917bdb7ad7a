;;; (srfi 1): the list library, complete.  Procedures that R7RS has too accept what SRFI 1 says beyond it.
;;;
;;; Every walk has its own loop for one list and most for two; with more lists the shortest ends the walk.  A list that
;;; must end but does not end with () is an error where the walk comes to its end.  The linear-update procedures (!)
;;; reuse pairs where that saves allocation and are else the others.
(define-library (srfi 1)
  (import (scheme base) (scheme cxr) (scheme case-lambda)
          (tiercel list)
          (only (tiercel primitives) cons* append-reverse reverse! last-pair %check-list-end %raise-type-error))
  (export
    ;; constructors
    cons list xcons cons* make-list list-tabulate list-copy circular-list iota
    ;; predicates
    pair? null? proper-list? circular-list? dotted-list? not-pair? null-list? list=
    ;; selectors
    car cdr caar cadr cdar cddr caaar caadr cadar caddr cdaar cdadr cddar cdddr
    caaaar caaadr caadar caaddr cadaar cadadr caddar cadddr cdaaar cdaadr cdadar cdaddr cddaar cddadr cdddar cddddr
    list-ref first second third fourth fifth sixth seventh eighth ninth tenth car+cdr
    take drop take-right drop-right take! drop-right! split-at split-at! last last-pair
    ;; miscellaneous
    length length+ append append! concatenate concatenate! reverse reverse! append-reverse append-reverse!
    zip unzip1 unzip2 unzip3 unzip4 unzip5 count
    ;; fold, unfold, map
    fold fold-right pair-fold pair-fold-right reduce reduce-right unfold unfold-right
    map for-each append-map append-map! map! map-in-order pair-for-each filter-map
    ;; filtering, searching, deletion
    filter partition remove filter! partition! remove!
    find find-tail take-while take-while! drop-while span span! break break! any every list-index
    member memq memv delete delete! delete-duplicates delete-duplicates!
    ;; association lists
    assoc assq assv alist-cons alist-copy alist-delete alist-delete!
    ;; lists as sets
    lset<= lset= lset-adjoin lset-union lset-union! lset-intersection lset-intersection! lset-difference
    lset-difference! lset-xor lset-xor! lset-diff+intersection lset-diff+intersection!
    set-car! set-cdr!)
  (include "1/lists.scm" "1/folds.scm" "1/search.scm" "1/sets.scm"))
