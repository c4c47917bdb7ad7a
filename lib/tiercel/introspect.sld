;;; (tiercel introspect): what a running program can learn about its procedures.
(define-library (tiercel introspect)
  (import (tiercel primitives))
  (export
    documentation fn/arity fn/bytecode fn/calls fn/capture-names fn/captures fn/documentation fn/loops fn/name fn/source fn/tier
    current-tier call-count promote! tier-status tier-threshold tier-promotions jit? jit/rejections stack-depth
    handler-depth bytes-allocated collect-garbage))
