;;; R7: a name made by def.
;; error T2006
;; proves: R7
(def x 1)
(set! x 2)
