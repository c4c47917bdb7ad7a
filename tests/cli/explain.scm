;;; The page of an error, by its code in either case.
;; command: explain t3006
;; => T3006 division-by-zero, raised while a program runs
;; =>
;; =>   Exact division by zero has no answer. Inexact numbers give an infinity or
;; =>   NaN instead.
;; =>
;; => The message:
;; =>   {0}: division by zero
;; =>
;; => Example:
;; =>   (quotient 1 0)
