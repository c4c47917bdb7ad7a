;; `--tier=interp` is tier 1 for libraries too.
;; options: --tier=interp
(import (scheme base) (scheme write) (tiercel introspect))
(write (map current-tier (list map for-each assoc)))    ;; => (1 1 1)
