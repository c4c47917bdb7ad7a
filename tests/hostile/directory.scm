;;; A folder is no program.
;; command: run $DIR/support
;; error T4004
;; error-text: cannot read `tests/hostile/support`: Is a directory
