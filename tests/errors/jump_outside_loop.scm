(define (f) (break 1))
;; error T2040
;; error-text: tests/errors/jump_outside_loop.scm:1:13
;; error-text: break has no loop around it
