;; command: --jit-threshold=-1 -e 1
;; exit: 2
;; error-text: --jit-threshold: expected a count such as 1000, got `-1`
