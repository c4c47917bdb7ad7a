;;; Operations on whole integers and on single bits.

;; (bitwise-eqv integer ...) -> integer
;; Of two integers, 1 where their bits agree; of more, that of the first two with the third, and so on; -1 without
;; any.
;; (bitwise-eqv 37 12) => -42
(define bitwise-eqv
  (case-lambda
    ((a b) (bitwise-not (bitwise-xor a b)))
    ((a) (bitwise-and a))
    (() -1)
    ((a b . more) (apply bitwise-eqv (bitwise-eqv a b) more))))

;; (bitwise-nand a b) -> integer
;; The complement of a and b.
;; (bitwise-nand 11 26) => -11
(define (bitwise-nand a b) (bitwise-not (bitwise-and a b)))

;; (bitwise-nor a b) -> integer
;; The complement of a or b.
;; (bitwise-nor 11 26) => -28
(define (bitwise-nor a b) (bitwise-not (bitwise-ior a b)))

;; (bitwise-andc1 a b) -> integer
;; The complement of a, and b.
;; (bitwise-andc1 11 26) => 16
(define (bitwise-andc1 a b) (bitwise-and (bitwise-not a) b))

;; (bitwise-andc2 a b) -> integer
;; a and the complement of b.
;; (bitwise-andc2 11 26) => 1
(define (bitwise-andc2 a b) (bitwise-and a (bitwise-not b)))

;; (bitwise-orc1 a b) -> integer
;; The complement of a, or b.
;; (bitwise-orc1 11 26) => -2
(define (bitwise-orc1 a b) (bitwise-ior (bitwise-not a) b))

;; (bitwise-orc2 a b) -> integer
;; a or the complement of b.
;; (bitwise-orc2 11 26) => -17
(define (bitwise-orc2 a b) (bitwise-ior a (bitwise-not b)))

;; (bitwise-if mask a b) -> integer
;; The bits of a where mask has a 1, those of b where it has a 0.
;; (bitwise-if #b00111100 #b11110000 #b00001111) => 51
(define (bitwise-if mask a b)
  (bitwise-ior (bitwise-and mask a) (bitwise-andc1 mask b)))

;; (copy-bit index integer one?) -> integer
;; The integer with bit index made 1 or 0.
;; (copy-bit 2 0 #t) => 4
;; (copy-bit 2 #b1111 #f) => 11
(define (copy-bit index integer one?)
  (if (eq? (bit-set? index integer) (and one? #t))
      integer
      (bitwise-xor integer (arithmetic-shift 1 index))))

;; (bit-swap index1 index2 integer) -> integer
;; The integer with two bits exchanged.
;; (bit-swap 0 2 4) => 1
(define (bit-swap index1 index2 integer)
  (if (eq? (bit-set? index1 integer) (bit-set? index2 integer))
      integer
      (bitwise-xor integer (bitwise-ior (arithmetic-shift 1 index1) (arithmetic-shift 1 index2)))))

;; (any-bit-set? test-bits integer) -> boolean
;; Whether one of the 1s of test-bits is 1 in integer.
;; (any-bit-set? 3 6) => #t
;; (any-bit-set? 3 12) => #f
(define (any-bit-set? test-bits integer)
  (not (eqv? 0 (bitwise-and test-bits integer))))

;; (every-bit-set? test-bits integer) -> boolean
;; Whether all of the 1s of test-bits are 1 in integer.
;; (every-bit-set? 4 6) => #t
;; (every-bit-set? 7 6) => #f
(define (every-bit-set? test-bits integer)
  (eqv? test-bits (bitwise-and test-bits integer)))
