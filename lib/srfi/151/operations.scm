;;; Operations on whole integers and on single bits.

;; (bitwise-eqv integer ...): of two integers, 1 where their bits agree; -1 without any.
(define bitwise-eqv
  (case-lambda
    ((a b) (bitwise-not (bitwise-xor a b)))
    ((a) (bitwise-and a))
    (() -1)
    ((a b . more) (apply bitwise-eqv (bitwise-eqv a b) more))))

;; (bitwise-nand a b): not (a and b).
(define (bitwise-nand a b) (bitwise-not (bitwise-and a b)))
;; (bitwise-nor a b): not (a or b).
(define (bitwise-nor a b) (bitwise-not (bitwise-ior a b)))
;; (bitwise-andc1 a b): (not a) and b.
(define (bitwise-andc1 a b) (bitwise-and (bitwise-not a) b))
;; (bitwise-andc2 a b): a and (not b).
(define (bitwise-andc2 a b) (bitwise-and a (bitwise-not b)))
;; (bitwise-orc1 a b): (not a) or b.
(define (bitwise-orc1 a b) (bitwise-ior (bitwise-not a) b))
;; (bitwise-orc2 a b): a or (not b).
(define (bitwise-orc2 a b) (bitwise-ior a (bitwise-not b)))

;; (bitwise-if mask a b): the bits of a where mask has a 1, those of b where it has a 0.
(define (bitwise-if mask a b)
  (bitwise-ior (bitwise-and mask a) (bitwise-andc1 mask b)))

;; (copy-bit index integer one?): integer with bit index made 1 or 0.
(define (copy-bit index integer one?)
  (if (eq? (bit-set? index integer) (and one? #t))
      integer
      (bitwise-xor integer (arithmetic-shift 1 index))))

;; (bit-swap index1 index2 integer): integer with two bits exchanged.
(define (bit-swap index1 index2 integer)
  (if (eq? (bit-set? index1 integer) (bit-set? index2 integer))
      integer
      (bitwise-xor integer (bitwise-ior (arithmetic-shift 1 index1) (arithmetic-shift 1 index2)))))

;; (any-bit-set? test-bits integer): is one of the 1s of test-bits 1 in integer?
(define (any-bit-set? test-bits integer)
  (not (eqv? 0 (bitwise-and test-bits integer))))

;; (every-bit-set? test-bits integer): are all of them?
(define (every-bit-set? test-bits integer)
  (eqv? test-bits (bitwise-and test-bits integer)))
