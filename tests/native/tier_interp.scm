;;; --tier=interp leaves nothing to promote: the setter is without effect, and the reason is given.
;; proves: L10
;; options: --tier=interp
(import (scheme base) (tiercel introspect) (tiercel prelude))
(define (f x) x)
(println (promote! f) (tier-threshold 0) (tier-threshold) (jit?) (current-tier f))    ;; => #f #f #f #f 1
(println (tier-status f))  ;; => ((tier . 1) (calls . 0) (reason . the program runs in tier 1 alone (--tier=interp)))
(println (jit/rejections) (tier-promotions))       ;; => () 0
