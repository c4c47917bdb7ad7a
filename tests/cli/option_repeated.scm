;;; Of an option that is given twice the last one counts.
;; command: --opt=1 --opt=0 --tier=interp --tier=auto -e "(+ 1 2)"
;; => 3
