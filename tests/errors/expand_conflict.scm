;;; Two imports of one name with different meanings.
;; error T2012
(import (scheme base) (rename (scheme cxr) (caddr car)))
(car 1)
