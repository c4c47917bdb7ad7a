;;; (srfi 158): generators and accumulators.  A generator is a thunk that gives values and then an end-of-file object
;;; for ever; an accumulator takes values and, given an end-of-file object, gives what became of them.
(define-library (srfi 158)
  (import (scheme base) (scheme case-lambda) (only (tiercel primitives) reverse!))
  (export
    ;; constructors
    generator circular-generator make-iota-generator make-range-generator make-coroutine-generator
    list->generator vector->generator reverse-vector->generator string->generator bytevector->generator
    make-for-each-generator make-unfold-generator
    ;; operations
    gcons* gappend gflatten ggroup gmerge gmap gcombine gfilter gremove gstate-filter gtake gdrop gtake-while
    gdrop-while gdelete gdelete-neighbor-dups gindex gselect
    ;; consumers
    generator->list generator->reverse-list generator->vector generator->vector! generator->string generator-fold
    generator-for-each generator-map->list generator-find generator-count generator-any generator-every
    generator-unfold
    ;; accumulators
    make-accumulator count-accumulator list-accumulator reverse-list-accumulator vector-accumulator
    reverse-vector-accumulator vector-accumulator! string-accumulator bytevector-accumulator
    bytevector-accumulator! sum-accumulator product-accumulator)
  (include "158/constructors.scm" "158/operations.scm" "158/consumers.scm" "158/accumulators.scm"))
