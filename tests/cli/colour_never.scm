;;; Without a terminal there are none.
;; command: -e "(car 5)"
;; exit: 1
;; error-text: -e:1:1: error[T3001]: car: expected a pair as argument 1, found 5
