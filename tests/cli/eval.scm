;;; -e evaluates all forms and prints the value of the last, as the REPL would.
;; command: -e '(define x 20) (+ x 22)'
;; => 42
