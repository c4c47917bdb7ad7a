;; stdin: (define loaded 'through)\n(display (list loaded 'a 'pipe))
(import (scheme base) (scheme load) (scheme write))
(load "/dev/stdin")                                        ;; => (through a pipe)
