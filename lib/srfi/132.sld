;;; (srfi 132): sorting, merging, deleting neighbours that are the same, medians and selection.
;;;
;;; All sorts are stable merge sorts.  Lists are sorted in their pairs: a merge changes a cdr only where it goes from one
;;; run to the other, so it costs one call of the order and one test an element and allocates nothing.  Vectors are merged
;;; from one copy of the elements into another.
(define-library (srfi 132)
  (import (scheme base) (scheme case-lambda) (only (tiercel primitives) %raise-type-error reverse!))
  (export list-sorted? vector-sorted?
          list-sort list-stable-sort list-sort! list-stable-sort!
          vector-sort vector-stable-sort vector-sort! vector-stable-sort!
          list-merge list-merge! vector-merge vector-merge!
          list-delete-neighbor-dups list-delete-neighbor-dups!
          vector-delete-neighbor-dups vector-delete-neighbor-dups!
          vector-find-median vector-find-median! vector-select! vector-separate!)
  (include "132/lists.scm" "132/vector-sort.scm" "132/vectors.scm" "132/selection.scm"))
