;;; defer at top level.
;; error T2026
;; proves: E10
(defer (display 1))
