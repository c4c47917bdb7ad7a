;;; Several files; one that cannot be read does not keep the others from being looked at.
;; command: check $DIR/no-such-file.scm $DIR/support/faulty.scm
;; error T4004
;; error-text: 'vectr-ref' is not defined here
