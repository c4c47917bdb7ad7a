;;; The empty list unquoted.
;; error T2015
(display ())
