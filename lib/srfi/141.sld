;;; (srfi 141): integer division in six ways.
;;;
;;; Each family is a quotient q and a remainder r = n - dq.  floor and truncate are primitives; the others start from
;;; the floor pair, whose remainder has the sign of the divisor, and may take one step: q + 1 and r - d.
(define-library (srfi 141)
  (import (scheme base))
  (export
    floor/ floor-quotient floor-remainder
    ceiling/ ceiling-quotient ceiling-remainder
    truncate/ truncate-quotient truncate-remainder
    round/ round-quotient round-remainder
    euclidean/ euclidean-quotient euclidean-remainder
    balanced/ balanced-quotient balanced-remainder)
  (begin
    ;; (define-division (both quotient remainder) (n d q r) step-up?): the three procedures of a family.  The test sees
    ;; the floor pair and says whether the quotient is one greater.
    (define-syntax define-division
      (syntax-rules ()
        ((_ (both quotient remainder) (n d q r) step-up?)
         (begin
           (define (both n d)
             (let-values (((q r) (floor/ n d)))
               (if step-up? (values (+ q 1) (- r d)) (values q r))))
           (define (quotient n d)
             (let-values (((q r) (floor/ n d)))
               (if step-up? (+ q 1) q)))
           (define (remainder n d)
             (let-values (((q r) (floor/ n d)))
               (if step-up? (- r d) r)))))))

    ;; (ceiling/ n d) -> q r
    ;; (ceiling-quotient n d) -> q
    ;; (ceiling-remainder n d) -> r
    ;; The quotient q is the least integer that is not below n/d; the remainder is n - dq, which has the other sign
    ;; than d, or is 0.
    ;; (ceiling/ 7 2) => 4 -1
    ;; (ceiling-quotient 7 2) => 4
    ;; (ceiling-remainder 7 2) => -1
    ;; (ceiling/ 1 0) error T3006
    (define-division (ceiling/ ceiling-quotient ceiling-remainder) (n d q r)
      (not (zero? r)))

    ;; (round/ n d) -> q r
    ;; (round-quotient n d) -> q
    ;; (round-remainder n d) -> r
    ;; The quotient q is the integer nearest to n/d, of two the even one; the remainder is n - dq.
    ;; (round/ 7 2) => 4 -1
    ;; (round-quotient 7 2) => 4
    ;; (round-remainder 7 2) => -1
    ;; (round/ 1 0) error T3006
    ; r and d - r of the floor pair have the sign of d.
    (define-division (round/ round-quotient round-remainder) (n d q r)
      (let ((below (abs r)) (above (abs (- d r))))
        (or (> below above)
            (and (= below above) (odd? q)))))

    ;; (euclidean/ n d) -> q r
    ;; (euclidean-quotient n d) -> q
    ;; (euclidean-remainder n d) -> r
    ;; The remainder is not negative and less than |d|; the quotient q is the integer for which it is n - dq.
    ;; (euclidean/ -7 2) => -4 1
    ;; (euclidean-quotient -7 2) => -4
    ;; (euclidean-remainder -7 2) => 1
    ;; (euclidean/ 1 0) error T3006
    (define-division (euclidean/ euclidean-quotient euclidean-remainder) (n d q r)
      (negative? r))

    ;; (balanced/ n d) -> q r
    ;; (balanced-quotient n d) -> q
    ;; (balanced-remainder n d) -> r
    ;; The remainder is at least -|d/2| and less than |d/2|; the quotient q is the integer for which it is n - dq.
    ;; (balanced/ 7 4) => 2 -1
    ;; (balanced-quotient 7 4) => 2
    ;; (balanced-remainder 7 4) => -1
    ;; (balanced/ 1 0) error T3006
    (define-division (balanced/ balanced-quotient balanced-remainder) (n d q r)
      (if (negative? d)
          (< (abs (- d r)) (abs r))
          (<= (- d r) r)))))
