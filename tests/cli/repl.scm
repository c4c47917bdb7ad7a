;;; A REPL whose input is no terminal prints values and no prompt; an error does not end it.
;; proves: O1
;; command: repl
;; stdin: (+ 1 2)\n(define (f x)\n  (* x 2))\n(f 21)\n(car 5)\n"still here"
;; exit: 0
;; error-text: T3001
;; => 3
;; => 42
;; => "still here"
