;;; SRFI 128: comparators and their constructors, hash functions.

;; (comparator? object) -> boolean
;; Whether the object is a comparator.
;; (comparator? (make-default-comparator)) => #t

;; (comparator-type-test-predicate comparator) -> procedure
;; (comparator-equality-predicate comparator) -> procedure
;; The procedures that the comparator was made with.
;; (eq? = (comparator-equality-predicate (make-comparator real? = < number-hash))) => #t

;; ordering and hash are #f if there is none.
(define-record-type comparator
  (new-comparator type-test equality ordering hash)
  comparator?
  (type-test comparator-type-test-predicate)
  (equality comparator-equality-predicate)
  (ordering given-ordering)
  (hash given-hash))

;; (make-comparator type-test equality ordering hash) -> comparator
;; A comparator of the objects that satisfy type-test; ordering, a strict order, and hash may be #f.
;; (<? (make-comparator string? string=? string<? string-hash) "a" "b") => #t
;; (make-comparator 1 2 3 4) error T3001
(define (make-comparator type-test equality ordering hash)
  (define (check procedure position)
    (if (not (procedure? procedure)) (%raise-type-error "make-comparator" "a procedure" position procedure)))
  (check type-test 0)
  (check equality 1)
  (if ordering (check ordering 2))
  (if hash (check hash 3))
  (new-comparator type-test equality ordering hash))

;; (comparator-ordered? comparator) -> boolean
;; (comparator-hashable? comparator) -> boolean
;; Whether the comparator was made with an ordering, with a hash.
;; (comparator-ordered? (make-eq-comparator)) => #f
;; (comparator-hashable? (make-eq-comparator)) => #t
(define (comparator-ordered? comparator) (if (given-ordering comparator) #t #f))
(define (comparator-hashable? comparator) (if (given-hash comparator) #t #f))

;; What stands in for a procedure that was not given.
(define (no-ordering a b) (error "comparator: it has no ordering predicate"))
(define (no-hash object) (error "comparator: it has no hash function"))

;; (comparator-ordering-predicate comparator) -> procedure
;; (comparator-hash-function comparator) -> procedure
;; The ordering and the hash of the comparator; if it has none, a procedure that raises.
;; ((comparator-ordering-predicate (make-default-comparator)) 1 2) => #t
(define (comparator-ordering-predicate comparator) (or (given-ordering comparator) no-ordering))
(define (comparator-hash-function comparator) (or (given-hash comparator) no-hash))

(define bound 72057594037927936)
(define salt (modulo (* 2654435761 (+ (current-jiffy) (exact (floor (* 1000 (current-second)))))) bound))

;; (hash-bound) -> exact integer
;; (hash-salt) -> exact integer
;; A number above every hash that this library gives, and one below it that differs from run to run.
;; (< -1 (hash-salt) (hash-bound)) => #t
(define-syntax hash-bound (syntax-rules () ((_) bound)))
(define-syntax hash-salt (syntax-rules () ((_) salt)))

;; One hash of two, which tells (a b) from (b a) and keeps to fixnums.
(define (hash-together a b)
  (modulo (+ (* 31 (modulo a 1125899906842624)) (* 7 (modulo b 72057594037927936)) 17) bound))

;; (boolean-hash boolean) -> exact integer
;; (char-hash char) -> exact integer
;; (symbol-hash symbol) -> exact integer
;; Hashes of objects of one type.
;; (= (char-hash #\a) (char-hash #\a)) => #t
(define (boolean-hash boolean) (equal-hash boolean))
(define (char-hash char) (equal-hash char))
(define (symbol-hash symbol) (hash-of-symbol symbol))

;; (make-pair-comparator of-car of-cdr) -> comparator
;; Compares the cars of pairs, then their cdrs.
;; (let ((c (make-default-comparator))) (<? (make-pair-comparator c c) '(1 . 2) '(1 . 3))) => #t
(define (make-pair-comparator of-car of-cdr)
  (let ((car-type (comparator-type-test-predicate of-car)) (cdr-type (comparator-type-test-predicate of-cdr))
        (car=? (comparator-equality-predicate of-car)) (cdr=? (comparator-equality-predicate of-cdr))
        (car<? (given-ordering of-car)) (cdr<? (given-ordering of-cdr))
        (car-hash (given-hash of-car)) (cdr-hash (given-hash of-cdr)))
    (make-comparator
     (lambda (object) (and (pair? object) (car-type (car object)) (cdr-type (cdr object))))
     (lambda (a b) (and (car=? (car a) (car b)) (cdr=? (cdr a) (cdr b))))
     (and car<? cdr<?
          (lambda (a b)
            (if (car=? (car a) (car b))
                (cdr<? (cdr a) (cdr b))
                (car<? (car a) (car b)))))
     (and car-hash cdr-hash
          (lambda (pair) (hash-together (car-hash (car pair)) (cdr-hash (cdr pair))))))))

;; (make-list-comparator of-element type-test empty? head tail) -> comparator
;; Compares sequences lexicographically; the last four procedures say what a sequence is.
;; (<? (make-list-comparator (make-default-comparator) list? null? car cdr) '(1 2) '(1 2 0)) => #t
(define (make-list-comparator of-element type-test empty? head tail)
  (let ((element-type (comparator-type-test-predicate of-element))
        (same? (comparator-equality-predicate of-element))
        (before? (given-ordering of-element))
        (hash (given-hash of-element)))
    (make-comparator
     (lambda (object)
       (and (type-test object)
            (let loop ((rest object))
              (or (empty? rest)
                  (and (element-type (head rest)) (loop (tail rest)))))))
     (lambda (a b)
       (let loop ((a a) (b b))
         (cond ((empty? a) (empty? b))
               ((empty? b) #f)
               (else (and (same? (head a) (head b)) (loop (tail a) (tail b)))))))
     (and before?
          (lambda (a b)
            (let loop ((a a) (b b))
              (cond ((empty? b) #f)
                    ((empty? a) #t)
                    ((same? (head a) (head b)) (loop (tail a) (tail b)))
                    (else (before? (head a) (head b)))))))
     (and hash
          (lambda (sequence)
            (let loop ((rest sequence) (result 1))
              (if (empty? rest)
                  result
                  (loop (tail rest) (hash-together result (hash (head rest)))))))))))

;; (make-vector-comparator of-element type-test length ref) -> comparator
;; Compares indexed sequences by their lengths, then their elements; the last three procedures say what a sequence is.
;; (<? (make-vector-comparator (make-default-comparator) vector? vector-length vector-ref) #(9) #(1 1)) => #t
(define (make-vector-comparator of-element type-test length ref)
  (let ((element-type (comparator-type-test-predicate of-element))
        (same? (comparator-equality-predicate of-element))
        (before? (given-ordering of-element))
        (hash (given-hash of-element)))
    (make-comparator
     (lambda (object)
       (and (type-test object)
            (let ((end (length object)))
              (let loop ((i 0))
                (or (= i end)
                    (and (element-type (ref object i)) (loop (+ i 1))))))))
     (lambda (a b) (vectors-same? same? length ref a b))
     (and before? (lambda (a b) (vectors-before? same? before? length ref a b)))
     (and hash (lambda (vector) (hash-elements hash length ref vector))))))

(define (vectors-same? same? length ref a b)
  (let ((end (length a)))
    (and (= end (length b))
         (let loop ((i 0))
           (or (= i end)
               (and (same? (ref a i) (ref b i)) (loop (+ i 1))))))))

(define (vectors-before? same? before? length ref a b)
  (let ((end-a (length a)) (end-b (length b)))
    (cond ((< end-a end-b) #t)
          ((> end-a end-b) #f)
          (else
           (let loop ((i 0))
             (cond ((= i end-a) #f)
                   ((same? (ref a i) (ref b i)) (loop (+ i 1)))
                   (else (before? (ref a i) (ref b i)))))))))

(define (hash-elements hash length ref vector)
  (let ((end (length vector)))
    (let loop ((i 0) (result end))
      (if (= i end)
          result
          (loop (+ i 1) (hash-together result (hash (ref vector i))))))))

;; (make-eq-comparator) -> comparator
;; (make-eqv-comparator) -> comparator
;; (make-equal-comparator) -> comparator
;; Comparators by eq?, eqv? and equal?; they have no ordering.
;; (=? (make-equal-comparator) '(1) (list 1)) => #t
;; (=? (make-eq-comparator) '(1) (list 1)) => #f

;; These three have no order: none agrees with identity.
(define (make-eq-comparator) eq-comparator)
(define (make-eqv-comparator) eqv-comparator)
(define (make-equal-comparator) equal-comparator)
