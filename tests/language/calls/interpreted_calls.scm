;;; Tier 1 counts what it calls: each procedure for itself, and all of them together.
;; proves: O13 E12
;; options: --tier=interp
;; skip: gc-stress (which drops nothing here, but takes long)
(import (scheme base) (scheme write) (tiercel stats) (tiercel introspect))
(define f #f)
(set! f (lambda (n) (if (= n 0) 0 (+ 1 (f (- n 1))))))
(define before (stats 'interpreted-calls))
(define depth (f 99))
(define after (stats 'interpreted-calls))
(write (list depth (call-count f) (>= (- after before) 100)))  ;; => (99 100 #t)
