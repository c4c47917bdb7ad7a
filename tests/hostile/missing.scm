;;; A file that is not there.
;; command: run $DIR/support/no-such-file.scm
;; error T4004
;; error-text: No such file or directory
