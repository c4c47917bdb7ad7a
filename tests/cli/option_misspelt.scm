;;; An option that does not exist is compared with those that do.
;; command: --stack-limt=1M -e 1
;; exit: 2
;; error-text: unknown option `--stack-limt=1M`
;; error-text: did you mean '--stack-limit'?
