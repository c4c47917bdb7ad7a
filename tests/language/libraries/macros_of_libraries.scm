;;; What a library's macro expands to means what it meant in the library, private names and assignments included.
;; options: -I tests/language/libraries/support
;; proves: E10
(import (scheme base) (scheme write) (shapes counting))
(define count 'mine)
(define (note x) 'never)
(let ((set! list) (begin list))
  (count! a))
(count! b)
(write (counted)) (newline)                                ;; => (2 (b a))
(write count) (newline)                                    ;; => mine
