;;; A number that is still text.
;; error T3001
(import (scheme base) (scheme write))
(define (total price quantity)
  (* price quantity))
(define order '((price . "12") (quantity . 3)))
(define (field name) (cdr (assq name order)))
(display (total (field 'price) (field 'quantity)))
