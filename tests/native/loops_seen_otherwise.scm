;;; A running loop gets code for the kinds that its registers held when it was asked for.  They may hold others when control
;;; comes there, and change at any turn after that: what is computed stays the same (L7, L9).
;; proves: L7 L9
(import (scheme base) (scheme write))

;; Kinds that change while the code is made, at several turns, in all directions.
(define (changing turns at from to)
  (let loop ((i 0) (x from) (sum 0))
    (cond ((= i turns) sum)
          ((= i at) (loop (+ i 1) to (+ sum x)))
          (else (loop (+ i 1) x (+ sum x))))))
(do ((at 1 (* at 3))) ((> at 200000))
  (changing 60000 at 1 2.5))
(display (list (changing 60000 200 1 0.5) (changing 60000 20000 1 0.5) (changing 60000 20000 0.5 1)
               (changing 60000 20000 1 (expt 2 70)) (changing 60000 20000 (expt 2 62) 1/2)))
(newline)
;; => (30100.5 40000.5 49999.5 47222484237075734725676577 184476664109132370975807/2)

;; Each turn another kind.
(let loop ((i 0) (x 1) (y 0.5) (floats 0))
  (if (< i 50000)
      (loop (+ i 1) (if (inexact? x) (exact (floor x)) (+ x 0.5)) (if (odd? i) 3 y) (if (inexact? x) (+ floats 1) floats))
      (begin (write (list x y floats)) (newline))))
;; => (1 3 25000)

;; A counter that leaves the fixnums, and one that is a float from the start.
(let loop ((i 1152921504606816976) (n 0))
  (if (< n 60000) (loop (+ i 1) (+ n 1)) (begin (write i) (newline))))
;; => 1152921504606876976
(let loop ((i 0.0) (l '()))
  (if (< i 60000) (loop (+ i 1) (if (= i 59998) (list i) l)) (begin (write (list i l)) (newline))))
;; => (60000.0 (59998.0))

;; An error in a later turn, of a register that was a fixnum when code was asked for.
(write
 (guard (x ((error-object? x) (error-object-message x)))
   (let loop ((i 0) (x 0)) (if (< i 60000) (loop (+ i 1) (if (= i 40000) 'a (+ x 1))) x))))
(newline)
;; => "+: expected a number as argument 1, found a"
