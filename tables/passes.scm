;;; The optimizer's passes, in the order they run.
;;;   (define-pass NAME (claim "what holds of the output") (level N))      level: runs from --opt=N on

(define-pass letrec (claim "No Letrec is left: every one became Fix, Let or assignments, with its order kept.") (level 0))
(define-pass closure-conversion (claim "Every Lambda lists its captures in a fixed order.") (level 0))
