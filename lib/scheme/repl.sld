;;; (scheme repl)
(define-library (scheme repl)
  (import (tiercel primitives))
  (export interaction-environment))
