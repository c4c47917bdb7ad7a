;;; A procedure of a library that is not imported.
;; error T3002
(import (scheme base) (scheme write))
(display (char-upcase #\a))
