;; options: --stack-limit=1M
;;; A primitive has its arguments on the stack: more of them than fit are a stack overflow that a program can handle.
(import (scheme base) (scheme write))
(define many (make-list 1000000 1))
(write (guard (e (#t (error-object-message e))) (apply + many)))
(newline)                                                  ;; => "the stack of 1048576 bytes is used up"
(write (guard (e (#t (error-object-message e))) (apply vector 1 2 many)))
(newline)                                                  ;; => "the stack of 1048576 bytes is used up"
(write (apply (lambda arguments (length arguments)) many)) ;; => 1000000
