;;; The optimizer's passes, in the order they run.
;;;   (define-pass NAME (claim "what holds of the output") (level N))      level: runs from --opt=N on

(define-pass fuel (claim "Where fuel is asked for, every clause of every Lambda begins with a charge.") (level 0))
(define-pass globals (claim "In a closed unit, procedures and literals that are defined once are local bindings where their definition has certainly run.") (level 2))
(define-pass letrec (claim "No Letrec is left: every one became Fix, Let or assignments, with its order kept; call-with-values of two lambdas is BindValues.") (level 0))
(define-pass rests (claim "A rest list that `apply` hands on to a procedure of the unit with a rest list is not copied, where both are only read.") (level 2))
(define-pass inlining (claim "Constants are folded, dead code is gone, calls of known small or once-called procedures are their bodies (from level 2 for more than one call).") (level 1))
(define-pass exits (claim "call/cc whose continuation is only called, and only while its receiver runs, is an exit.") (level 2))
(define-pass loops (claim "A Fix procedure that is called from one place, or only in tail position of the Fix, and else only in tail position of itself, is a Loop there.") (level 1))
(define-pass assignment (claim "An assigned variable is marked boxed, unless (from level 1) no closure mentions it and no continuation could tell.") (level 0))
(define-pass lifting (claim "A Fix procedure that is only called, and needs few variables, has them as parameters.") (level 2))
(define-pass closures (claim "Every Lambda lists its captures in a fixed order, and calls of known procedures are marked.") (level 0))
