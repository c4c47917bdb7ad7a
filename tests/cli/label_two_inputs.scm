;;; `label` as two inputs of the REPL.
;; proves: C16
;; command: repl
;; stdin: (label double (lambda (x) (+ x x)))\n(double 21)\n(label x 42)\nx
;; exit: 0
;; => 42
;; => 42
