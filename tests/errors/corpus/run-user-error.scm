;;; An error of the program's own, with irritants that are shown as data.
;; error T3010
(import (scheme base) (scheme write))
(define accounts '((ann . 100)))
(define (withdraw name amount)
  (let ((account (assq name accounts)))
    (if (not account) (error "no such account:" name 'in accounts))
    (- (cdr account) amount)))
(display (withdraw 'ann 30))
(newline)
(display (withdraw "eve\n" 30))
