;;; A library that nobody has.
;; error T2009
(import (no such library))
