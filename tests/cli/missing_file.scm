;; command: run tests/cli/there-is-no-such-file.scm
;; error T4004
;; error-text: there-is-no-such-file.scm
