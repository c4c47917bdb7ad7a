;;; (srfi 132): sorting, the procedures on lists and vectors that programs use.  All sorts are stable merge sorts.
(define-library (srfi 132)
  (import (scheme base))
  (export list-sort list-stable-sort list-sort! list-stable-sort! list-merge list-sorted?
          vector-sort vector-stable-sort vector-sort! vector-stable-sort! vector-sorted?
          list-delete-neighbor-dups)
  (include "132/sort.scm"))
