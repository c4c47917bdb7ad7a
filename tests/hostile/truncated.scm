;;; A file that ends in the middle: the message says inside of what, and where that began.
;; command: run $DIR/support/truncated.scm
;; error T1001
;; error-text: support/truncated.scm:3:12: error[T1001]: the text ends inside a string that begins here
