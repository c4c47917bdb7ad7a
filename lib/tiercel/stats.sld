;;; (tiercel stats): the counters of this isolate.
(define-library (tiercel stats)
  (import (tiercel primitives))
  (export stats))
