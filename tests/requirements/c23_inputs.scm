;;; C23 at the REPL: the new macro holds from the next input on.
;; proves: C23
;; command: repl
;; stdin: (when nil 1)\n(defmacro when (condition body) `(cond (,condition ,body) (t nil)))\n(when t 42)\n(when nil 42)\n(when 1 2 3)\n(when t (when t 43))
;; exit: 0
;; error-text: T2018
;; => nil
;; => 42
;; => nil
;; => 43
