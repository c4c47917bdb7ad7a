;;; Colours only where they are asked for, or a terminal is there.
;; command: --color=always -e "(car 5)"
;; exit: 1
;; error-text: [1;31merror[T3001]:
