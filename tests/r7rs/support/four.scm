(define four 4)
