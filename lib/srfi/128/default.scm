;;; SRFI 128: the default comparator.

;; The registered comparators, the first one first.
(define registered '())

;; (comparator-register-default! comparator)
;; Makes the default comparator use this one for the objects of its type.
;; (no example: it would change the default comparator of the reader's session)
(define (comparator-register-default! comparator)
  (if (not (comparator? comparator)) (error "comparator-register-default!: this is no comparator:" comparator))
  (set! registered (append registered (list comparator))))

;; The place of a type in the order of types.
(define (rank object)
  (cond ((null? object) 0)
        ((pair? object) 1)
        ((boolean? object) 2)
        ((char? object) 3)
        ((string? object) 4)
        ((symbol? object) 5)
        ((number? object) 6)
        ((vector? object) 7)
        ((bytevector? object) 8)
        (else
         (let loop ((rest registered) (i 9))
           (cond ((null? rest) i)
                 (((comparator-type-test-predicate (car rest)) object) i)
                 (else (loop (cdr rest) (+ i 1))))))))

;; The registered comparator of a rank, or #f.
(define (registered-at rank)
  (let ((i (- rank 9)))
    (and (< i (length registered)) (list-ref registered i))))

(define (default=? a b)
  (cond ((eq? a b) (not (and (number? a) (not (= a b)))))
        ((pair? a) (and (pair? b) (default=? (car a) (car b)) (default=? (cdr a) (cdr b))))
        ((number? a) (and (number? b) (= a b)))
        ((string? a) (and (string? b) (string=? a b)))
        ((char? a) #f)
        ((symbol? a) #f)
        ((vector? a) (and (vector? b) (vectors-same? default=? vector-length vector-ref a b)))
        ((bytevector? a) (and (bytevector? b) (equal? a b)))
        ((or (null? a) (boolean? a)) (and (null? a) (null? b)))
        (else
         (let ((of-a (rank a)))
           (and (= of-a (rank b))
                (let ((comparator (registered-at of-a)))
                  (if comparator
                      ((comparator-equality-predicate comparator) a b)
                      (eqv? a b))))))))

(define (number<? a b)
  (if (and (real? a) (real? b))
      (< a b)
      (let ((x (real-part a)) (y (real-part b)))
        (cond ((< x y) #t)
              ((> x y) #f)
              (else (< (imag-part a) (imag-part b)))))))

(define (default<? a b)
  (let ((of-a (rank a)) (of-b (rank b)))
    (cond ((< of-a of-b) #t)
          ((> of-a of-b) #f)
          (else
           (case of-a
             ((0) #f)
             ((1)
              (if (default=? (car a) (car b))
                  (default<? (cdr a) (cdr b))
                  (default<? (car a) (car b))))
             ((2) (and (not a) b))
             ((3) (char<? a b))
             ((4) (string<? a b))
             ((5) (string<? (symbol->string a) (symbol->string b)))
             ((6) (number<? a b))
             ((7) (vectors-before? default=? default<? vector-length vector-ref a b))
             ((8) (vectors-before? = < bytevector-length bytevector-u8-ref a b))
             (else
              (let ((comparator (registered-at of-a)))
                (if comparator
                    ((comparator-ordering-predicate comparator) a b)
                    (error "default comparator: these objects have no order:" a b)))))))))

;; (default-hash object [ignored]) -> exact integer
;; A hash that agrees with the default comparator.
;; (= (default-hash '(1 "a")) (default-hash (list 1.0 (string #\a)))) => #t
(define default-hash
  (case-lambda
    ((object)
     (cond ((string? object) (string-hash object))
           ((symbol? object) (symbol-hash object))
           ((number? object) (number-hash object))
           ((pair? object)
            (let loop ((rest object) (result 1))
              (cond ((pair? rest) (loop (cdr rest) (hash-together result (default-hash (car rest)))))
                    ((null? rest) result)
                    (else (hash-together result (default-hash rest))))))
           ((vector? object) (hash-elements default-hash vector-length vector-ref object))
           ((or (null? object) (boolean? object) (char? object) (bytevector? object)) (equal-hash object))
           (else
            (let ((comparator (registered-at (rank object))))
              (if comparator
                  ((comparator-hash-function comparator) object)
                  (equal-hash object))))))
    ((object ignored) (default-hash object))))

(define (any-object? object) #t)
(define default-comparator (make-comparator any-object? default=? default<? default-hash))

;; (make-default-comparator) -> comparator
;; Always the same comparator, for all objects: first by type, then as usual for the type.
;; (<? (make-default-comparator) '() #f #\a "a" 'a 1 #(1)) => #t
(define (make-default-comparator) default-comparator)

(define eq-comparator (make-comparator any-object? eq? #f default-hash))
(define eqv-comparator (make-comparator any-object? eqv? #f default-hash))
(define equal-comparator (make-comparator any-object? equal? #f default-hash))
