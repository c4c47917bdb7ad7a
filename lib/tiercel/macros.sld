;;; (tiercel macros): the macro prelude as a library; part of every environment, the bare one included.
(define-library (tiercel macros)
  (import (tiercel core) (tiercel primitives) (tiercel kernel))
  (export defn -> ->> try protect defer with each doc)
  (include "prelude-macros.scm"))
