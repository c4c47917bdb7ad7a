;;; What ran before an unbound variable stays; run warns, then the use raises.
;; error T3002
;; error-text: no-such-name
(import (scheme base) (scheme write))
(display "before")
(newline)                                                  ;; => before
(display (list no-such-name))
