;;; A line of 300,000 characters is shown by the part of it that matters.
;; command: run $DIR/support/very-long-line.scm
;; error T2090
;; error-text: xxxxxxxxxx...
