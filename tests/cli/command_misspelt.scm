;;; A word that is neither a command nor a file.
;; command: exlpain T3001
;; error T4004
;; error-text: did you mean 'explain'?
