(import (scheme base) (scheme write))
; café in a comment
(display (string-length "café"))
(newline)
