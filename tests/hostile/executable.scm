;;; A compiled program as source.
;; command: run $DIR/support/program.bin
;; error T1017
;; error-text: \x7F;ELF
