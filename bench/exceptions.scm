;;; exceptions: conditions raised and handled, with handlers that return and handlers that escape.
;;; group: call/cc
(import (scheme base) (scheme write))

(define (risky n)
  (if (= 0 (remainder n 3)) (raise n) n))

(define (escaping n)
  (let loop ((i 0) (caught 0))
    (if (= i n)
        caught
        (loop (+ i 1) (+ caught (guard (e ((integer? e) 1)) (risky i) 0))))))

(define (continuing n)
  (with-exception-handler
   (lambda (e) (* 2 e))
   (lambda ()
     (let loop ((i 0) (total 0))
       (if (= i n) total (loop (+ i 1) (+ total (raise-continuable i))))))))

(write (list (escaping 12000000) (continuing 12000000)))
(newline)
;; => (4000000 143999988000000)
