;;; car and cdr of anything but a pair, nil and () included, is a catchable type error.
;; proves: C4
(define (try f x) (guard (e ((error-object? e) #t)) (f x) #f))
(println (map (lambda (x) (and (try car x) (try cdr x))) (list nil '() 5 1.5 "s" 'a #\a #t (vector 1) car (lambda () 1))))
;; => (#t #t #t #t #t #t #t #t #t #t #t)
(println (map (lambda (x) (try (lambda (p) (set-car! p 1)) x)) (list nil '() 5)))   ;; => (#t #t #t)
