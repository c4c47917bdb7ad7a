;;; A file that is not there.
;; error T2021
(import (scheme base))
(include "no-such-file.scm")
