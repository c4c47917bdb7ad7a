;;; A name that `compile` defines is called as one that `define` does, without a warning that it is not defined.
;; proves: L1
(compile 'square-of '(lambda (x) (* x x)))
(println (square-of 9))                                     ;; => 81
(compile 'square-of '(lambda (x) (list 'square x)))
(println (square-of 9))                                     ;; => (square 9)
(define (later) (cube-of 3))
(when (procedure? (compile 'cube-of '(lambda (x) (* x x x)))) (println (later))) ;; => 27
