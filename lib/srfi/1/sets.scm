;;; SRFI 1: lists as sets.  Each takes the equivalence first.

(define (in? same? element list) (any (lambda (other) (same? other element)) list))
(define (subset? same? a b) (every (lambda (element) (in? same? element b)) a))

(define (chain? relation lists)
  (or (null? lists)
      (let loop ((first (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (relation first (car rest)) (loop (car rest) (cdr rest)))))))

(define (lset<= same? . lists) (chain? (lambda (a b) (subset? same? a b)) lists))
(define (lset= same? . lists)
  (chain? (lambda (a b) (and (subset? same? a b) (subset? same? b a))) lists))

(define (lset-adjoin same? list . elements)
  (fold (lambda (element result) (if (in? same? element result) result (cons element result))) list elements))

(define (lset-union same? . lists)
  (reduce (lambda (next result)
            (cond ((null? next) result)
                  ((null? result) next)
                  (else (apply lset-adjoin same? result next))))
          '() lists))

(define (lset-intersection same? first . others)
  (filter (lambda (element) (every (lambda (other) (in? same? element other)) others)) first))

(define (lset-difference same? first . others)
  (remove (lambda (element) (any (lambda (other) (in? same? element other)) others)) first))

(define (lset-xor same? . lists)
  (reduce (lambda (b a) (append (lset-difference same? a b) (lset-difference same? b a))) '() lists))

(define (lset-diff+intersection same? first . others)
  (partition (lambda (element) (not (any (lambda (other) (in? same? element other)) others))) first))

(define lset-union! lset-union)
(define lset-intersection! lset-intersection)
(define lset-difference! lset-difference)
(define lset-xor! lset-xor)
(define lset-diff+intersection! lset-diff+intersection)
