;;; Diagnostics for programs: one object a line.
;; command: --diagnostics=json run $DIR/support/faulty.scm
;; error T3002
;; error-text: {"code":"T3002","name":"unbound-variable","severity":"warning","message":"'vectr-ref' is not defined here","file":"tests/cli/support/faulty.scm","range":{"start":{"line":4,"column":4,"offset":83},"end":{"line":4,"column":13,"offset":92}},"suggestions":["did you mean 'vector-ref'?"],"notes":[],"backtrace":[]}
;; error-text: {"code":"T3001","name":"wrong-type","severity":"error","message":"+: expected a number as argument 2, found \"é\\a\"","file":"tests/cli/support/faulty.scm"
;; error-text: "backtrace":[{"procedure":"add"
