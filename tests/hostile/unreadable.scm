;;; A file that opens but cannot be read (no permission can be taken from root, but this works for nobody).
;; command: run /proc/self/mem
;; error T4004
;; error-text: cannot read `/proc/self/mem`: Input/output error
