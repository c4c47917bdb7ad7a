;;; `check` reports what is certain before the program runs, all of it, in the order of the text, and runs nothing.
;; command: check $DIR/support/check.scm
;; error T3004
