;;; A file that ends in the middle of a character.
;; command: run $DIR/support/cut-character.scm
;; error T1001
;; error-text: warning[T1013]: the bytes here are not UTF-8; they are read as U+FFFD
