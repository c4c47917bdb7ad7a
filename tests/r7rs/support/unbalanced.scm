(define before-the-fault 1)
(display (
