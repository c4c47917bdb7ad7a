;;; (tiercel syntax): what procedural macros need: definitions that exist while compiling, and syntax objects.
(define-library (tiercel syntax)
  (import (tiercel core) (tiercel primitives) (only (tiercel kernel) er-macro-transformer))
  (export
    define-for-syntax begin-for-syntax quote-syntax er-macro-transformer
    syntax->datum datum->syntax syntax-e identifier? free-identifier=? bound-identifier=?))
