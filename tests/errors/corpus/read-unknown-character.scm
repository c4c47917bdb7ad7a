;;; The name of a character from another language.
;; error T1007
(import (scheme base) (scheme write))
(display (list #\a #\tabulator #\newline))
