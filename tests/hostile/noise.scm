;;; Bytes without sense and without NUL end in errors, of bounded number, with nothing that steers a terminal.
;; command: run $DIR/support/no-nul.bin
;; error T1003
