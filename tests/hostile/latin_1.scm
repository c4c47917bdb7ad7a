;;; Bytes that are no UTF-8 are U+FFFD in a program that runs, with a warning; in comments they do not matter.
;; command: run $DIR/support/latin-1.scm
;; => 4
;; error-text: support/latin-1.scm:3:29: warning[T1013]
