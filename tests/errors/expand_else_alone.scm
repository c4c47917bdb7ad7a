;;; An auxiliary keyword alone.
;; error T2016
(display else)
