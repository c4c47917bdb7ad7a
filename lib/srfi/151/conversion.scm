;;; Integers from and to sequences of bits.

;; The bits are gathered in fixnums of this many, which are put together at the end.
(define chunk-bits 60)

;; The integer whose bits, from bit 0 on, are (one? state) for seed, (next seed), ... until (stop? state).
(define (collect-bits stop? one? next seed)
  (let loop ((state seed) (weight 0) (chunk 0) (chunks '()))
    (cond ((stop? state) (join-chunks (cons chunk chunks)))
          ((= weight chunk-bits) (loop state 0 0 (cons chunk chunks)))
          (else
           (let ((chunk (if (one? state) (+ chunk (arithmetic-shift 1 weight)) chunk)))
             (loop (next state) (+ weight 1) chunk chunks))))))

;; The last chunk is the first of the list.
(define (join-chunks chunks)
  (let loop ((rest (cdr chunks)) (result (car chunks)))
    (if (pair? rest)
        (loop (cdr rest) (bitwise-ior (arithmetic-shift result chunk-bits) (car rest)))
        result)))

(define (bit-value who object)
  (if (boolean? object)
      object
      (%raise-type-error who "a boolean" 0 object)))

;; The length that a program gave.
(define (length-value who object)
  (if (and (exact-integer? object) (not (negative? object)))
      object
      (%raise-type-error who "an exact integer that is not negative" 1 object)))

;; (bits->list integer [length]) -> list
;; The bits from bit 0 on as booleans, as many as integer-length says or as given.
;; (bits->list #b1110101) => (#t #f #t #f #t #t #t)
;; (bits->list 6 4) => (#f #t #t #f)
(define bits->list
  (case-lambda
    ((integer) (bits->list integer (integer-length integer)))
    ((integer length)
     (let loop ((i (- (length-value "bits->list" length) 1)) (list '()))
       (if (< i 0)
           list
           (loop (- i 1) (cons (bit-set? i integer) list)))))))

;; (list->bits list) -> integer
;; The integer whose bits, from bit 0 on, are these booleans.
;; (list->bits '(#t #f #t #f #t #t #t)) => 117
;; (list->bits '(1)) error T3001
(define (list->bits list)
  (collect-bits null? (lambda (rest) (bit-value "list->bits" (car rest))) cdr list))

;; (bits->vector integer [length]) -> vector
;; The bits from bit 0 on as booleans, as many as integer-length says or as given.
;; (bits->vector 6 4) => #(#f #t #t #f)
(define bits->vector
  (case-lambda
    ((integer) (bits->vector integer (integer-length integer)))
    ((integer length)
     (let ((result (make-vector (length-value "bits->vector" length))))
       (let loop ((i 0))
         (if (= i length)
             result
             (begin
               (vector-set! result i (bit-set? i integer))
               (loop (+ i 1)))))))))

;; (vector->bits vector) -> integer
;; The integer whose bits, from bit 0 on, are these booleans.
;; (vector->bits #(#f #t #t)) => 6
(define (vector->bits vector)
  (let ((length (vector-length vector)))
    (collect-bits (lambda (i) (= i length))
                  (lambda (i) (bit-value "vector->bits" (vector-ref vector i)))
                  (lambda (i) (+ i 1))
                  0)))

;; (bits boolean ...) -> integer
;; The integer whose bits, from bit 0 on, are these booleans.
;; (bits #t #f #t #f #t #t #t) => 117
(define (bits . booleans)
  (list->bits booleans))

;; (bitwise-fold combine seed integer) -> result
;; Calls (combine bit result) for the bits from bit 0 on, as booleans, as many as integer-length says; result is seed
;; at first, then what the last call gave.
;; (bitwise-fold cons '() #b1010111) => (#t #f #t #f #t #t #t)
(define (bitwise-fold combine seed integer)
  (let ((length (integer-length integer)))
    (let loop ((i 0) (result seed))
      (if (= i length)
          result
          (loop (+ i 1) (combine (bit-set? i integer) result))))))

;; (bitwise-for-each visit integer)
;; Calls visit with the bits from bit 0 on, as booleans, as many as integer-length says.
;; (bitwise-for-each (lambda (bit) (display (if bit 1 0))) #b110) prints 011
(define (bitwise-for-each visit integer)
  (let ((length (integer-length integer)))
    (let loop ((i 0))
      (when (< i length)
        (visit (bit-set? i integer))
        (loop (+ i 1))))))

;; (bitwise-unfold stop? one? next seed) -> integer
;; The integer whose bits, from bit 0 on, are (one? seed), (one? (next seed)), ... until stop? is true.
;; (bitwise-unfold (lambda (i) (= i 10)) even? (lambda (i) (+ i 1)) 0) => 341
(define (bitwise-unfold stop? one? next seed)
  (collect-bits stop? one? next seed))

;; (make-bitwise-generator integer) -> procedure
;; A procedure of no arguments that gives the bits from bit 0 on as booleans, without end.
;; (let* ((next (make-bitwise-generator #b10)) (a (next)) (b (next)) (c (next))) (list a b c)) => (#f #t #f)
(define (make-bitwise-generator integer)
  (let ((length (integer-length integer)) (i 0))
    (lambda ()
      (if (< i length)
          (let ((bit (bit-set? i integer)))
            (set! i (+ i 1))
            bit)
          (negative? integer)))))
