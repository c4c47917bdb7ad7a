;;; Lines that end as on Windows: columns and excerpts are as everywhere.
;; command: run $DIR/support/crlf.scm
;; error T3001
;; => carriage returns
;; error-text: support/crlf.scm:6:3: error[T3001]
;; error-text:   6 |   (car 5))
