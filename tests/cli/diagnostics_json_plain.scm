;;; A problem without a place is an object too.
;; command: --diagnostics=json run $DIR/no-such-file.scm
;; error T4004
;; error-text: {"code":"T4004","name":"file-error","severity":"error","message":"cannot read `tests/cli/no-such-file.scm`: No such file or directory","suggestions":[],"notes":[],"backtrace":[]}
