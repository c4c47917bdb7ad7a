;;; A library whose body has failed is not taken for one that has run: the next import runs its body again, and only one that
;;; came to its end is not repeated.
;; options: -I tests/language/libraries/support
(import (scheme base) (scheme write) (scheme eval) (scheme repl))
(define (try expression)
  (write (guard (e ((error-object? e) (error-object-message e))) (eval expression (interaction-environment))))
  (newline))
(try '(begin (import (failing first-time)) early))      ;; => "not yet"
(try '(begin (import (failing first-time)) late))       ;; => late
(try '(begin (import (failing first-time) (failing state)) (next-time)))   ;; => 3
