;;; An option of one command is told where it belongs, and not ignored.
;; command: run --static examples/tour.scm
;; exit: 2
;; error-text: --static is for build
