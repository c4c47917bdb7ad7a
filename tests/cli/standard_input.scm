;;; `-` reads the program from standard input.
;; command: -
;; stdin: (display (* 6 7))\n(newline)
;; => 42
