;;; Loaded by 6.12-environments.scm: several forms, macros before their use, a count of how often.
(define loaded-value 'loaded)
(define-syntax loaded-twice (syntax-rules () ((_ x) (* 2 x))))
(define (loaded-procedure x) (loaded-twice (+ x 1)))
(set! times-loaded (+ times-loaded 1))
