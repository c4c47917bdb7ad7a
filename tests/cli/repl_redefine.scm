;;; R7: at the REPL a definition form may redefine what `def` made, what was imported and what was defined; assigning an
;;; import or a `def` is an error there too, and the session goes on.
;; proves: R7
;; command: repl
;; stdin: (def limit 1)\n(set! limit 2)\n(def limit 3)\nlimit\n(set! car cdr)\n(define (car x) (list 'mine x))\n(car 5)\n(set! car cdr)\n(car '(1 2))
;; stdin: (define (f) limit)\n(f)\n(def limit 4)\n(f)
;; exit: 0
;; error-text: T2006
;; => 3
;; => (mine 5)
;; => (2)
;; => 3
;; => 4
