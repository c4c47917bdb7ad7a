;;; pattern_match_1k: a thousand expressions taken apart by match.
;; proves: R9
;;; group: pattern matching
(import (scheme base) (scheme write) (tiercel prelude))
(define (simplify e)
  (match e
    (('+ 0 x) (simplify x))
    (('+ x 0) (simplify x))
    (('* 1 x) (simplify x))
    (('* 0 _) 0)
    (('list x ... last) (+ (length x) (simplify last)))
    (#(a b) (+ (simplify a) (simplify b)))
    ((? number? n) n)
    (_ -1)))
(define expressions (vector '(+ 0 (* 1 5)) '(* 0 x) '(list 1 2 3 4) '#(3 (+ 4 0)) 'y))
(write (do ((i 0 (+ i 1)) (sum 0 (+ sum (simplify (vector-ref expressions (remainder i 5)))))) ((= i 1000) sum)))
(newline)
;; => 3600
