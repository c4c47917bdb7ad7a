;; options: --dialect=consair
(display <<1 2)
;; error T1016
;; error-text: tests/errors/consair_close.scm:2:15
;; error-text: expected >> here
