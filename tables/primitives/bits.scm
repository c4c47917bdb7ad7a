;;; Single bits and fields of bits of exact integers, in two's complement; whole integers are in numbers.scm.

(define-primitive bit-set? (lib (tiercel bitwise) (srfi 151)) (sig ((index index) (number exact-integer)) boolean) (effects reads raises foldable) (c prim_is_bit_set)
  (doc "Whether bit @index of @number is 1; bit 0 is the least significant.") (example (bit-set? 1 6) #t) (example (bit-set? 1000000 -1) #t) (error (bit-set? -1 6) T3001))
(define-primitive first-set-bit (lib (tiercel bitwise) (srfi 151)) (sig ((number exact-integer)) exact-integer) (effects reads raises foldable) (c prim_first_set_bit)
  (doc "The index of the least significant 1 of @number, or -1 if there is none.") (example (first-set-bit 40) 3) (example (first-set-bit 0) -1) (error (first-set-bit 1.0) T3001))
(define-primitive bit-field (lib (tiercel bitwise) (srfi 151)) (sig ((number exact-integer) (start index) (end index)) exact-integer) (effects reads allocates raises foldable) (c prim_bit_field)
  (doc "The bits of @number from @start up to but not including @end, as an integer that is not negative.") (example (bit-field #b1101101010 3 9) #b101101) (example (bit-field -1 2 6) 15) (error (bit-field 1 2 1) T3005))
