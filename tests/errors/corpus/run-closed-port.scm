;;; A port that is used after it was closed.
;; error T3014
(import (scheme base) (scheme write))
(define port (open-input-string "a b c"))
(display (read-char port))
(newline)
(close-port port)
(display (read-char port))
