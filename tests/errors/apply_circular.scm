;;; A list that never ends, behind other arguments of `apply`: the message counts them.
;; error T3001
;; error-text: apply: expected a list as argument 4, found #0=(1 . #0#)
(define circular (list 1))
(set-cdr! circular circular)
(apply + 1 2 circular)
