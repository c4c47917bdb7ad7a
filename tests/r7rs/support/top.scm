(define top-included 'from-top)
(define-syntax included-macro (syntax-rules () ((_ x) (+ x 1))))
