;;; A text with the character NUL is no source text.
;; command: run $DIR/support/nul.scm
;; error T1017
;; error-text: support/nul.scm:2:12: error[T1017]
