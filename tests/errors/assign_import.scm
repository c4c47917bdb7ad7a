;;; Assigning an imported name is refused before the program runs.
;; proves: R7
;; error T2
(import (scheme base) (scheme write))
(display "never")
(set! car cdr)
