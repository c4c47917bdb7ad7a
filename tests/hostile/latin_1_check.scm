;;; To `check` the same bytes are an error.
;; command: check $DIR/support/latin-1.scm
;; error T1013
;; error-text: 1 error, 0 warnings
