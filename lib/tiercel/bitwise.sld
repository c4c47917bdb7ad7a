;;; (tiercel bitwise): bits of exact integers of any size, in two's complement; the names of SRFI 151.
(define-library (tiercel bitwise)
  (import (tiercel primitives))
  (export arithmetic-shift bit-count bit-field bit-set? bitwise-and bitwise-ior bitwise-not bitwise-xor first-set-bit
          integer-length))
