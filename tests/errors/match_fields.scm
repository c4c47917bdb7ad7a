(define-record-type point (make-point x) point? (x point-x))
(match (make-point 1) (($ point x y) x))
;; error T3041
;; error-text: match: the pattern has 2 fields, the record type point only 1
