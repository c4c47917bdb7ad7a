;;; An empty file is a program that does nothing.
;; command: run $DIR/support/empty.scm
;; exit: 0
