;;; Vectors; c22_consair.scm has the other dialect's notation.
;; proves: C22
(define (show x) (write x) (newline))
(show (vector 1 2 3))                                       ;; => #(1 2 3)
(show (vector-length (vector 1 2 3 4 5)))                   ;; => 5
(show (vector-ref (vector 10 20 30) 1))                     ;; => 20
(show (equal? (vector 1 2 3) (read (open-input-string "#(1 2 3)")))) ;; => #t
(show '#(1 #(2) "x"))                                       ;; => #(1 #(2) "x")
(show (guard (e ((error-object? e) (error-object-message e))) (vector-ref (vector 10 20 30) 3))) ;; => "vector-ref: index 3 is out of range for length 3"
(show (guard (e ((error-object? e) 'caught)) (vector-ref (vector 10 20 30) -1))) ;; => caught
(show (guard (e ((error-object? e) 'caught)) (vector-set! (vector) 0 1))) ;; => caught
(show (guard (e ((error-object? e) 'caught)) (vector-ref (vector 1) 0.0))) ;; => caught
(show (try (vector-ref (vector 1) 1) (catch e 'caught)))    ;; => caught
