(import (scheme base) (scheme write))
(display "carriage \
    returns")
(newline)
(display
  (car 5))
