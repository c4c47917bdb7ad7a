(import (scheme base) (scheme write))
(display "byte order mark")
(newline)
(car 5)
