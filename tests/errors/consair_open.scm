;; options: --dialect=consair
(display <<1 2
;; error T1001
;; error-text: tests/errors/consair_open.scm:2:10
;; error-text: inside a vector
