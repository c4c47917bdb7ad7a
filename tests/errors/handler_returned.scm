;; error T3011
(import (scheme base))
(with-exception-handler (lambda (e) 'ignored) (lambda () (raise 'boom)))
