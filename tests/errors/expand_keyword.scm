;;; A keyword where a value is expected.
;; error T2005
(display if)
