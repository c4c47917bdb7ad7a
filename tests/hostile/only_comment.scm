;;; So is one that ends in a comment without a line ending.
;; command: check $DIR/support/only-comment.scm
;; exit: 0
