;;; (tiercel syntax): procedures on syntax objects, for macro transformers.
(define-library (tiercel syntax)
  (import (tiercel core) (tiercel primitives) (only (tiercel kernel) er-macro-transformer))
  (export er-macro-transformer syntax->datum datum->syntax syntax-e identifier? free-identifier=? bound-identifier=?))
