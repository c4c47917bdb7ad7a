;;; An empty expression has no value to print, and is not the prompt.
;; command: -e ''
;; stdin: (display 'prompt)
;; exit: 0
