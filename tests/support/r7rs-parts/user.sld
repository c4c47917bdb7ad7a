;;; Imports (r7rs-parts counter) once more, under other names, and exports some of it again.
(define-library (r7rs-parts user)
  (import (scheme base) (prefix (r7rs-parts counter) c:))
  (export bump-twice! (rename c:next! next-again!))
  (begin (define (bump-twice!) (c:next!) (c:next!))))
