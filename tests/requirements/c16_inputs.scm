;;; C16: the definition is one input of the REPL, the use another.
;; proves: C16
;; command: repl
;; stdin: (label x 42)\nx\n(label f (lambda (x) x))\n(f 5)\n(label double (lambda (x) (+ x x)))\n(double 21)\n(label x (+ x 1))\nx
;; exit: 0
;; => 42
;; => 5
;; => 42
;; => 43
