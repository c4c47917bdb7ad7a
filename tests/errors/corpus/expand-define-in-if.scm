;;; A definition in a branch of if.
;; error T2008
(import (scheme base) (scheme write))
(if (> 2 1)
    (define answer 42))
(display answer)
