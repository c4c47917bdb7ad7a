;; error T3008
(import (scheme base))
(letrec ((a (lambda () b)) (c (a)) (b 1)) c)
