;;; An import set that names what is not there.
;; error T2011
(import (only (scheme base) car no-such-name))
