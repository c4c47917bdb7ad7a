;;; A program without mistakes is passed over in silence.
;; command: check examples/n-queens.scm examples/json.scm
;; exit: 0
