;;; Literals are constants.
(import (scheme base) (scheme write))
(define (refuses thunk) (guard (e ((error-object? e) #t)) (thunk) #f))
(define (literal) '(1 2))
(write (list (refuses (lambda () (string-set! "literal" 0 #\x))) (refuses (lambda () (vector-set! '#(1 2) 0 5)))
             (refuses (lambda () (set-car! (literal) 5))) (refuses (lambda () (bytevector-u8-set! '#u8(1) 0 5)))))
(newline)                                                  ;; => (#t #t #t #t)
(write (literal))
(newline)                                                  ;; => (1 2)
