;;; SRFI 128: using comparators.

;; (comparator-test-type comparator object) -> boolean
;; Whether the comparator is for this object.
;; (comparator-test-type (make-comparator real? = < number-hash) 'a) => #f
(define (comparator-test-type comparator object)
  ((comparator-type-test-predicate comparator) object))

;; (comparator-check-type comparator object) -> boolean
;; True if the comparator is for this object; else it raises.
;; (comparator-check-type (make-default-comparator) 1) => #t
(define (comparator-check-type comparator object)
  (or (comparator-test-type comparator object)
      (error "comparator-check-type: the comparator is not for this object:" object)))

;; (comparator-hash comparator object) -> exact integer
;; The hash of the object.
;; (= (comparator-hash (make-default-comparator) 1) (number-hash 1)) => #t
(define (comparator-hash comparator object)
  ((comparator-hash-function comparator) object))

;; Defines (name comparator a b ...): `related` holds between each object and the next.
(define-syntax define-comparison
  (syntax-rules ()
    ((_ name (same? before? a b) related)
     (define (name comparator first second . others)
       (let ((same? (comparator-equality-predicate comparator))
             (before? (comparator-ordering-predicate comparator)))
         (let loop ((a first) (b second) (rest others))
           (and related
                (or (null? rest)
                    (loop b (car rest) (cdr rest))))))))))

;; (=? comparator a b ...) -> boolean
;; (<? comparator a b ...) -> boolean
;; (>? comparator a b ...) -> boolean
;; (<=? comparator a b ...) -> boolean
;; (>=? comparator a b ...) -> boolean
;; Whether each object is in this relation to the next.
;; (<? (make-default-comparator) 1 2 3) => #t
;; (>=? (make-default-comparator) "b" "b" "a") => #t
(define-comparison =? (same? before? a b) (same? a b))
(define-comparison <? (same? before? a b) (before? a b))
(define-comparison >? (same? before? a b) (before? b a))
(define-comparison <=? (same? before? a b) (or (before? a b) (same? a b)))
(define-comparison >=? (same? before? a b) (or (before? b a) (same? a b)))

;; (comparator-if<=> [comparator] a b less equal greater) -> object
;; Evaluates one of the last three expressions, as a comes before, is the same as, or comes after b.
;; (comparator-if<=> 1 2 'less 'equal 'greater) => less
(define-syntax comparator-if<=>
  (syntax-rules ()
    ((_ a b less equal greater)
     (comparator-if<=> (make-default-comparator) a b less equal greater))
    ((_ comparator a b less equal greater)
     (let ((used comparator) (x a) (y b))
       (cond ((=? used x y) equal)
             ((<? used x y) less)
             (else greater))))))
