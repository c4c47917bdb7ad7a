;; Clauses of a match become tests that jump to the next clause: no procedure is left.
(define (value e)
  (match e
    ((? number? n) n)
    (('add a b) (+ (value a) (value b)))
    ((or ('neg a) ('minus a)) (- (value a)))
    (#(a) (when (value a)) 'vector)))
(value '(add 1 2))
