;;; (tiercel memory): asking the collector.

(define-primitive collect-garbage (lib (tiercel memory) (tiercel introspect)) (sig ((optional (kind symbol))) any) (effects writes raises collects)
  (c prim_collect_garbage)
  (doc "Collects young objects if @kind is `young`, else everything.")
  (example (begin (collect-garbage) 1) 1) (error (collect-garbage 1) T3001))
(define-primitive memory-statistics (lib (tiercel memory)) (sig () list) (effects reads allocates) (c prim_memory_statistics)
  (doc "An association list of figures about the heap: bytes allocated ever, live after the last collection, in use; collections and their pauses in microseconds.")
  (example (pair? (assq 'bytes-allocated (memory-statistics))) #t))
(define-primitive bytes-allocated (lib (tiercel memory) (tiercel introspect)) (sig () exact-integer) (effects reads) (c prim_bytes_allocated)
  (doc "The bytes that this program has allocated so far, exactly; the call itself allocates none.")
  (example (let ((before (bytes-allocated))) (- (bytes-allocated) before)) 0))
