;;; Raises in the middle: what was evaluated before stays.
(define before-raise 1)
(raise (quote from-load))
(define after-raise 2)
