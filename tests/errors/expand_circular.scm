;;; Code that contains itself.
;; error T2024
#0=(display . #0#)
