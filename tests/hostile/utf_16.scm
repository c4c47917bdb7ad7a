;;; UTF-16 is no UTF-8, and says so by its first NUL.
;; command: run $DIR/support/utf-16.scm
;; error T1017
