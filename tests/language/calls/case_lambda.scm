;;; case-lambda chooses by argument count, in order, with rest lists.
(import (scheme base) (scheme case-lambda) (scheme write))
(define (show x) (write x) (newline))
(define area (case-lambda ((r) (* r r)) ((w h) (* w h)) ((a b c . more) (list a b c more))))
(show (list (area 3) (area 3 4) (area 1 2 3) (area 1 2 3 4 5)))   ;; => (9 12 (1 2 3 ()) (1 2 3 (4 5)))
(define any (case-lambda (() 'none) ((x) (list 'one x)) (all (list 'all all))))
(show (list (any) (any 1) (any 1 2)))                      ;; => (none (one 1) (all (1 2)))
(define counter
  (let ((n 0)) (case-lambda (() n) ((step) (set! n (+ n step)) n))))
(counter 5)
(counter 6)
(show (counter))                                           ;; => 11
(define loop (case-lambda ((n) (loop n 0)) ((n total) (if (= n 0) total (loop (- n 1) (+ total n))))))
(show (loop 1000))                                         ;; => 500500
(show (map area '(1 2) '(3 4)))                            ;; => (3 8)
