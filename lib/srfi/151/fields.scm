;;; Fields: the bits of an integer from start up to but not including end.

;; As many 1s as the field has bits.
(define (ones start end)
  (- (arithmetic-shift 1 (- end start)) 1))

;; (bit-field-any? integer start end) -> boolean
;; Whether a bit of the field is 1.
;; (bit-field-any? #b101101 0 2) => #t
;; (bit-field-any? #b101101 1 2) => #f
(define (bit-field-any? integer start end)
  (not (eqv? 0 (bit-field integer start end))))

;; (bit-field-every? integer start end) -> boolean
;; Whether all bits of the field are 1.
;; (bit-field-every? #b101101 2 4) => #t
;; (bit-field-every? #b101101 0 2) => #f
(define (bit-field-every? integer start end)
  (eqv? 0 (bit-field (bitwise-not integer) start end)))

;; (bit-field-clear integer start end) -> integer
;; The integer with 0s in the field.
;; (bit-field-clear #b101010 1 4) => 32
;; (bit-field-clear 1 3 2) error T3005
(define (bit-field-clear integer start end)
  (bitwise-xor integer (arithmetic-shift (bit-field integer start end) start)))

;; (bit-field-set integer start end) -> integer
;; The integer with 1s in the field.
;; (bit-field-set #b101010 1 4) => 46
(define (bit-field-set integer start end)
  (bitwise-xor integer (arithmetic-shift (bit-field (bitwise-not integer) start end) start)))

;; (bit-field-replace integer source start end) -> integer
;; The integer with the lowest bits of source in the field.
;; (bit-field-replace #b101010 #b010 1 4) => 36
(define (bit-field-replace integer source start end)
  (bitwise-ior (bit-field-clear integer start end)
               (arithmetic-shift (bit-field source 0 (- end start)) start)))

;; (bit-field-replace-same integer source start end) -> integer
;; The integer with the same field of source in the field.
;; (bit-field-replace-same #b1111 #b0000 1 3) => 9
(define (bit-field-replace-same integer source start end)
  (bitwise-ior (bit-field-clear integer start end)
               (arithmetic-shift (bit-field source start end) start)))

;; (bit-field-rotate integer count start end) -> integer
;; The integer with the field turned by count bits towards the higher end.
;; (bit-field-rotate #b0111 -1 1 4) => 11
(define (bit-field-rotate integer count start end)
  (let ((field (bit-field integer start end))
        (width (- end start)))
    (if (eqv? field 0)
        integer
        (let ((up (floor-remainder count width)))
          (bit-field-replace integer
                             (bitwise-ior (arithmetic-shift field up) (arithmetic-shift field (- up width)))
                             start end)))))

;; (bit-field-reverse integer start end) -> integer
;; The integer with the bits of the field in the opposite order.
;; (bit-field-reverse 6 1 4) => 12
(define (bit-field-reverse integer start end)
  (let ((field (bit-field integer start end))
        (width (- end start)))
    (bit-field-replace integer
                       (collect-bits (lambda (i) (= i width)) (lambda (i) (bit-set? (- width i 1) field)) (lambda (i) (+ i 1)) 0)
                       start end)))
