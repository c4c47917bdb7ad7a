;;; A suite without assertions has not passed.
;; options: -I tests/support
;; exit: 1
(import (tiercel-test assert))
(test-end)                  ;; => 0 assertions passed
