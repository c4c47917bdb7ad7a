;; command: --no-such-option
;; exit: 2
;; error-text: --help
