;; A program may come through a pipe: its text is read once.
;; command: run /dev/stdin
;; stdin: (import (scheme base) (scheme write)) (display (list 'piped (vector-length #(1 2))))
;; => (piped 2)
