;;; SRFI 132 on lists.  In every procedure `before?` is a strict order: (before? x x) is false.

;; (list-sorted? before? list) -> boolean
;; Whether no element comes before the one in front of it; before? is a strict order, here as in all of this library.
;; (list-sorted? < '(1 1 2)) => #t
(define (list-sorted? before? list)
  (or (null? list)
      (let loop ((first (car list)) (rest (cdr list)))
        (or (null? rest)
            (and (not (before? (car rest) first))
                 (loop (car rest) (cdr rest)))))))

;; (define-merge-sort merge! sort! (before? argument ...)) defines two procedures with these leading arguments, which
;; work in place.
;; (merge! argument ... a b) merges two sorted lists that are not empty: `last` is the last pair of the result so far,
;; its cdr is the rest of the list that it came from.
;; (sort! argument ... list n) sorts a list of n > 0 pairs: `rest` is what has not been taken into a run yet.
(define-syntax define-merge-sort
  (syntax-rules ()
    ((_ merge! sort! (before? argument ...))
     (begin
       (define (merge! argument ... a b)
         (define (go-on-in-a last a b)
           (cond ((null? a) (set-cdr! last b))
                 ((before? (car b) (car a))
                  (set-cdr! last b)
                  (go-on-in-b b a (cdr b)))
                 (else (go-on-in-a a (cdr a) b))))
         (define (go-on-in-b last a b)
           (cond ((null? b) (set-cdr! last a))
                 ((before? (car b) (car a)) (go-on-in-b b a (cdr b)))
                 (else
                  (set-cdr! last a)
                  (go-on-in-a a (cdr a) b))))
         (if (before? (car b) (car a))
             (begin
               (go-on-in-b b a (cdr b))
               b)
             (begin
               (go-on-in-a a (cdr a) b)
               a)))
       (define (sort! argument ... list n)
         (let ((rest list))
           (let sort ((n n))
             (if (< n 3)
                 (let* ((first rest) (second (cdr first)))
                   (cond ((= n 1)
                          (set! rest second)
                          (set-cdr! first '())
                          first)
                         (else
                          (set! rest (cdr second))
                          (cond ((before? (car second) (car first))
                                 (set-cdr! second first)
                                 (set-cdr! first '())
                                 second)
                                (else
                                 (set-cdr! second '())
                                 first)))))
                 (let* ((half (quotient n 2)) (a (sort half)))
                   (merge! argument ... a (sort (- n half))))))))))))

;; The orders of numbers are worth their own code: a call of a procedure becomes an instruction.
(define-merge-sort merge-by! sort-by! (before? before?))
(define-merge-sort merge-ascending! sort-ascending! (<))
(define-merge-sort merge-descending! sort-descending! (>))

(define (sort-pairs! before? list n)
  (cond ((eq? before? <) (sort-ascending! list n))
        ((eq? before? >) (sort-descending! list n))
        (else (sort-by! before? list n))))

;; (list-sort before? list) -> list
;; (list-stable-sort before? list) -> list
;; A new sorted list; equal elements keep their order.
;; (list-sort < '(3 1 2)) => (1 2 3)
;; (list-stable-sort (lambda (a b) (< (car a) (car b))) '((2 x) (1 y) (2 z))) => ((1 y) (2 x) (2 z))
(define (list-sort before? list)
  (list-sort! before? (list-copy list)))

(define list-stable-sort list-sort)

;; (list-sort! before? list) -> list
;; (list-stable-sort! before? list) -> list
;; The sorted list in the pairs of the list itself.
;; (list-sort! < (list 3 1 2)) => (1 2 3)
(define (list-sort! before? list)
  (cond ((null? list) '())
        ((list-sorted? before? list) list)
        (else (sort-pairs! before? list (length list)))))

(define list-stable-sort! list-sort!)

;; (list-merge before? a b) -> list
;; The sorted list of the elements of two sorted lists; equal ones of a come first.
;; (list-merge < '(1 4) '(2 3)) => (1 2 3 4)
(define (list-merge before? a b)
  (list-merge! before? (list-copy a) (list-copy b)))

;; (list-merge! before? a b) -> list
;; The same, made of the pairs of both lists.
;; (list-merge! < (list 1 4) (list 2 3)) => (1 2 3 4)
(define (list-merge! before? a b)
  (cond ((null? a) b)
        ((null? b) a)
        (else (merge-by! before? a b))))

;; (list-delete-neighbor-dups same? list) -> list
;; The list without the elements that are the same as their neighbour in front.
;; (list-delete-neighbor-dups = '(1 1 2 7 7 1)) => (1 2 7 1)
(define (list-delete-neighbor-dups same? list)
  (if (null? list)
      '()
      (let loop ((kept (car list)) (rest (cdr list)) (reversed (cons (car list) '())))
        (cond ((null? rest) (reverse! reversed))
              ((same? kept (car rest)) (loop kept (cdr rest) reversed))
              (else (loop (car rest) (cdr rest) (cons (car rest) reversed)))))))

;; (list-delete-neighbor-dups! same? list) -> list
;; The same, made of the pairs of the list.
;; (list-delete-neighbor-dups! = (list 1 1 2)) => (1 2)
(define (list-delete-neighbor-dups! same? list)
  (if (pair? list)
      (let loop ((kept list) (rest (cdr list)))
        (cond ((null? rest) (set-cdr! kept '()))
              ((same? (car kept) (car rest)) (loop kept (cdr rest)))
              (else
               (set-cdr! kept rest)
               (loop rest (cdr rest))))))
  list)
