;;; A byte order mark is no part of the program.
;; command: run $DIR/support/bom.scm
;; error T3001
;; => byte order mark
;; error-text: support/bom.scm:4:1: error[T3001]
