;;; (tiercel stats): the counters of this isolate.
(define-library (tiercel stats)
  (import (tiercel core) (tiercel primitives))
  (export stats counter)
  (begin
    ;; (stats) is an association list of all counters.
    (define (stats) (%stats))
    ;; (counter name) is the counter of that name, a symbol, or #f.
    (define (counter name)
      (let ((entry (assq name (%stats))))
        (and entry (cdr entry))))))
