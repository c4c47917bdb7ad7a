;;; SRFI 1: lists as sets.  Each takes the equivalence first, which objects that are eq? must satisfy.

(define (subset? same? a b)
  (or (eq? a b)
      (every (lambda (element) (in? same? element b)) a)))

;; Whether the relation holds between each list and the next.
(define (chain? related? lists)
  (or (null? lists)
      (let loop ((first (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (related? first (car rest)) (loop (car rest) (cdr rest)))))))

;; (lset<= same? list ...) -> boolean
;; Whether each list, as a set, is a subset of the next.
;; (lset<= eq? '(a) '(b a)) => #t
(define (lset<= same? . lists)
  (chain? (lambda (a b) (subset? same? a b)) lists))

;; (lset= same? list ...) -> boolean
;; Whether the lists are the same set.
;; (lset= eq? '(a b) '(b a a)) => #t
(define (lset= same? . lists)
  (chain? (lambda (a b)
            (or (eq? a b)
                (and (every (lambda (element) (in? same? element b)) a)
                     (every (lambda (element) (has? same? element a)) b))))
          lists))

(define (adjoin same? list elements)
  (let loop ((rest elements) (result list))
    (cond ((not (pair? rest)) result)
          ((has? same? (car rest) result) (loop (cdr rest) result))
          (else (loop (cdr rest) (cons (car rest) result))))))

;; (lset-adjoin same? list element ...) -> list
;; The list with those elements in front that it does not have.
;; (lset-adjoin eq? '(a b) 'b 'c) => (c a b)
(define (lset-adjoin same? list . elements) (adjoin same? list elements))

;; (lset-union same? list ...) -> list
;; (lset-union! same? list ...) -> list
;; The first list with those elements of the others in front that it does not have.
;; (lset-union eq? '(a b) '(b c)) => (c a b)
(define (lset-union same? . lists)
  (let loop ((rest lists) (result '()))
    (cond ((null? rest) result)
          ((null? result) (loop (cdr rest) (car rest)))
          ((eq? result (car rest)) (loop (cdr rest) result))
          (else (loop (cdr rest) (adjoin same? result (car rest)))))))

;; (lset-intersection same? list ...) -> list
;; (lset-intersection! same? list ...) -> list
;; The elements of the first list that are in all others.
;; (lset-intersection eq? '(a b c) '(c b)) => (b c)

;; The procedures from here on keep the order of the first list.
(define lset-intersection
  (case-lambda
    ((same? first) first)
    ((same? first second) (filter (lambda (element) (in? same? element second)) first))
    ((same? first . others)
     (filter (lambda (element) (every (lambda (other) (in? same? element other)) others)) first))))

(define (in-any? same? element lists)
  (and (pair? lists)
       (or (in? same? element (car lists))
           (in-any? same? element (cdr lists)))))

;; (lset-difference same? list ...) -> list
;; (lset-difference! same? list ...) -> list
;; The elements of the first list that are in no other.
;; (lset-difference eq? '(a b c) '(b)) => (a c)
(define lset-difference
  (case-lambda
    ((same? first) first)
    ((same? first second) (remove (lambda (element) (in? same? element second)) first))
    ((same? first . others) (remove (lambda (element) (in-any? same? element others)) first))))

;; (lset-diff+intersection same? list ...) -> list list
;; (lset-diff+intersection! same? list ...) -> list list
;; The elements of the first list that are in no other, and those that are in one.
;; (lset-diff+intersection eq? '(a b c) '(b)) => (a c) (b)
(define (lset-diff+intersection same? first . others)
  (partition (lambda (element) (not (in-any? same? element others))) first))

;; (lset-xor same? list ...) -> list
;; (lset-xor! same? list ...) -> list
;; The elements that are in an odd number of the lists.
;; (lset-xor eq? '(a b) '(b c)) => (a c)
(define (lset-xor same? . lists)
  (reduce (lambda (b a)
            (append (lset-difference same? a b) (lset-difference same? b a)))
          '() lists))

(define lset-union! lset-union)
(define lset-intersection! lset-intersection)
(define lset-difference! lset-difference)
(define lset-xor! lset-xor)
(define lset-diff+intersection! lset-diff+intersection)
