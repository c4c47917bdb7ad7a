;;; The optimizer's passes, in the order they run.
;;;   (define-pass NAME (claim "what holds of the output") (level N))      level: runs from --opt=N on

(define-pass fuel (claim "Where fuel is asked for, every clause of every Lambda begins with a charge.") (level 0))
(define-pass letrec (claim "No Letrec is left: every one became Fix, Let or assignments, with its order kept.") (level 0))
(define-pass loops (claim "A Fix procedure that is called from one place, and else only in tail position of itself, is a Loop there.") (level 1))
(define-pass assignment (claim "Every assigned variable is marked boxed.") (level 0))
(define-pass closures (claim "Every Lambda lists its captures in a fixed order, and calls of known procedures are marked.") (level 0))
