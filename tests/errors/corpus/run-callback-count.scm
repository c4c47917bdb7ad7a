;;; A procedure given to map that takes another number of arguments.
;; error T3004
(import (scheme base) (scheme write))
(display (map (lambda (key value) key) '((a . 1) (b . 2))))
