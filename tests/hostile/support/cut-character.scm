(import (scheme base) (scheme write))
(display "caf√