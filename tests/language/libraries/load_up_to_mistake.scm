;;; `load` evaluates form by form as R7RS has it: what stands before a mistake of syntax is evaluated.
(import (scheme base) (scheme load) (scheme repl) (scheme eval) (scheme write))
(define folder "tests/language/libraries/support/")
(define place (interaction-environment))
(eval '(define seen '()) place)
(define (try file)
  (guard (e (#t (display (if (read-error? e) "reading" "syntax")) (newline)))
    (load (string-append folder file) place))
  (write (eval 'seen place))
  (newline))
(try "mistake_at_end.scm")
;; => syntax
;; => (second first)
(try "unbalanced_at_end.scm")
;; => reading
;; => (third second first)
