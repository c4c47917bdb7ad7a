;;; Arithmetic as C5 gives it.
;; proves: C5
(define (show x) (write x) (newline))
(show (+ 2 3))                                              ;; => 5
(show (+ 1 2.5))                                            ;; => 3.5
(show (/ 1 3))                                              ;; => 1/3
(show (/ 10 2))                                             ;; => 5
(show (- 5))                                                ;; => -5
;; comparisons give booleans
(show (list (< 1 2) (> 1 2) (<= 2 2) (>= 1 2) (= 1 1.0) (= 1 2))) ;; => (#t #f #t #f #t #f)
;; fixnums overflow to bignums
(show (+ 1152921504606846975 1))                            ;; => 1152921504606846976
(show (* 4611686018427387904 4611686018427387904))          ;; => 21267647932558653966460912964485513216
(show (- -1152921504606846976 1))                           ;; => -1152921504606846977
(show (- (+ 1152921504606846975 1) 1))                      ;; => 1152921504606846975
;; exact division by zero is an error that a program can catch
(show (guard (e ((error-object? e) (error-object-message e))) (/ 1 0))) ;; => "/: division by zero"
(show (guard (e ((error-object? e) 'caught)) (quotient 1 0))) ;; => caught
(show (try (/ 1 0) (catch e 'caught)))                      ;; => caught
(show (guard (e ((error-object? e) 'caught)) (/ 2.5 0)))    ;; => caught
;; division by 0.0 follows IEEE 754
(show (list (/ 1 0.0) (/ -1 0.0) (/ 1 -0.0) (/ 0.0 0.0)))   ;; => (+inf.0 -inf.0 -inf.0 +nan.0)
