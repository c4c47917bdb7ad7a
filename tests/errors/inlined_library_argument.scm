;;; What an inlined library procedure finds wrong with its argument is told where the program called it.
;; proves: R8
;; error T3001
;; error-text: tests/errors/inlined_library_argument.scm:10:9: error[T3001]: for-each: expected a list as argument 2, found 2
;; error-text: in show-all at tests/errors/inlined_library_argument.scm:10:9
;; error-text: in the top level at tests/errors/inlined_library_argument.scm:11:1
(import (scheme base) (scheme write))
(define (show-all l)
  (write 'all)
  (list (for-each (lambda (x) (write x)) l)))
(show-all '(1 . 2))
