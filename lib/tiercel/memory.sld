;;; (tiercel memory): collecting on request, and figures about the heap.
(define-library (tiercel memory)
  (import (tiercel primitives))
  (export bytes-allocated collect-garbage fail-allocation! memory-statistics))
