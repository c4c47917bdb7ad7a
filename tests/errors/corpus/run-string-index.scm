;;; A substring beyond the end.
;; error T3005
(import (scheme base) (scheme write))
(define (prefix text)
  (string-append "<" (substring text 0 5) ">"))
(display (prefix "abcdefg"))
(newline)
(display (prefix "abc"))
