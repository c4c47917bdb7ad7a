;;; Numbers and hostile input: what would be too large is refused at once with T4006 (at run time) or T1005 (by the reader),
;;; before anything is computed; what is large but allowed is exact.
;; assertions
(import (scheme base) (scheme inexact) (scheme complex) (scheme read) (scheme time) (tiercel bitwise) (tiercel-test assert))

;; (refused expression ...): each raises T4006, and all within two seconds, which is time enough for a slow machine and not for
;; one of the results.
(define-syntax refused
  (syntax-rules ()
    ((_ expression ...)
     (let ((start (current-jiffy)))
       (test-error "T4006" expression) ...
       (test #t (< (- (current-jiffy) start) (* 2 (jiffies-per-second))))))))

(define million (expt 10 1000000))

(test-section "powers and shifts beyond 2^26 bits")
(refused (expt 7 (expt 10 12)) (expt 7 (expt 10 100)) (expt 2 (expt 2 27)) (expt -3 (expt 10 12)) (expt 1/2 (expt 10 12)) (expt 2/3 (expt 10 100))
         (expt 7 (- (expt 10 12))) (expt 1+i (expt 10 12)) (expt 3/5+4/5i (expt 10 12)) (expt 2+i (expt 10 100)) (expt million 1000)
         (arithmetic-shift 1 (expt 2 27)) (arithmetic-shift -1 (expt 10 30)) (exact (expt 10 (expt 10 10))))
(test 1 (expt 1 (expt 10 100)))
(test -1 (expt -1 (+ (expt 10 100) 1)))
(test 0 (expt 0 (expt 10 100)))
(test +inf.0 (expt 7. (expt 10 12)))
(test 0 (arithmetic-shift 7 (- (expt 10 100))))
(test (arithmetic-shift 1 (expt 2 25)) (expt 2 (expt 2 25)))

(test-section "growth step by step ends")
(test-error "T4006" (let loop ((x 3)) (loop (* x x))))
(test-error "T4006" (let grow ((n 1)) (grow (arithmetic-shift n 10000000))))

(test-section "text beyond the limits")
(define (refused-by-reader text) (test-error "T1005" (read (open-input-string text))))
(for-each refused-by-reader
          (list "#e1e100000000" "#e1e-100000000" "#e1.5e99999999999999999999" "#e-1e1000001" (make-string 1000001 #\7)
                (string-append "1/" (make-string 1000001 #\7)) (string-append "#x" (make-string 1000001 #\f))
                (string-append "+" (make-string 1000001 #\7) "i")))
(refused (string->number "#e1e100000000") (string->number "#e1e-99999999999") (string->number "#e1e1000001+i"))
(test-error "T4006" (string->number (make-string 21000000 #\7)))
(test +inf.0 (string->number "1e100000000"))
(test 0. (string->number "1e-100000000"))
(test 0 (string->number "#e0e100000000"))
(test #f (string->number (string-append (make-string 100000 #\1) "x")))
(test #f (string->number (make-string 100000 #\+)))
(test #f (string->number (make-string 100000 #\#)))
(test #f (string->number (string-append "1" (make-string 100000 #\/))))
(test +inf.0 (string->number (string-append (make-string 100000 #\9) ".")))
(test 1. (string->number (string-append "0." (make-string 100000 #\9))))
(test 1e-5 (string->number (string-append "." (make-string 99999 #\0) "1e99995")))

(test-section "large numbers that are allowed")
(test 1000001 (string-length (number->string million)))
(test #t (= million (string->number (number->string million))))
(test #t (= million (read (open-input-string "#e1e1000000"))))
(test #t (= (/ million) (read (open-input-string "#e1e-1000000"))))
(let* ((x (- (expt 7 400000) 1)) (y (+ (expt 5 300000) 2)) (xy (* x y)))
  (test #t (= x (string->number (number->string x))))
  (test #t (= x (string->number (number->string x 7) 7)))
  (test-values (list x 0) (truncate/ xy y))
  (test-values (list y (- x 1)) (floor/ (+ xy x -1) x))
  (test #t (= (* x (gcd y 3)) (gcd xy (* x 3))))
  (test-values (list x 0) (exact-integer-sqrt (* x x)))
  (test-values (list (- x 1) (* 2 (- x 1))) (exact-integer-sqrt (- (* x x) 1)))
  (test #t (= x (sqrt (* x x))))
  (test #t (= (/ x y) (/ (* x 10) (* y 10))))
  (test #t (< (/ x y) (/ (+ x 1) y)))
  (test #t (= xy (/ x (/ y))))
  (test +inf.0 (inexact x))
  (test +inf.0 (inexact (/ x y)))
  (test 0. (inexact (/ y x)))
  (test x (round (+ x 1/3)))
  (test #t (finite? (log x)))
  (test #t (exact? (rationalize (/ x y) 1/1000))))
(test-end)
