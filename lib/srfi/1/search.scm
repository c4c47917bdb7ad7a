;;; SRFI 1: filtering, searching, deletion, association lists.

;; (remove unwanted? list) -> list
;; The elements that do not satisfy, in order.
;; (remove even? '(0 7 8 43 -4)) => (7 43)
(define (remove unwanted? list)
  (let loop ((rest list) (kept '()))
    (cond ((not (pair? rest)) (%check-list-end 'remove 1 rest) (reverse! kept))
          ((unwanted? (car rest)) (loop (cdr rest) kept))
          (else (loop (cdr rest) (cons (car rest) kept))))))

;; (filter! satisfied? list) -> list
;; (remove! unwanted? list) -> list
;; As filter and remove, with the pairs of the list: only a cdr in front of removed elements changes.
;; (filter! odd? (list 1 2 3)) => (1 3)
;; (remove! odd? (list 1 2 3)) => (2)

;; The same in place: only a cdr in front of removed elements changes.
(define (filter! satisfied? list)
  (let ((first (find-tail satisfied? list)))
    (if first
        (let loop ((last first) (rest (cdr first)))
          (cond ((not (pair? rest))
                 (%check-list-end 'filter! 1 rest)
                 (if (not (eq? (cdr last) rest)) (set-cdr! last rest))
                 first)
                ((satisfied? (car rest))
                 (if (not (eq? (cdr last) rest)) (set-cdr! last rest))
                 (loop rest (cdr rest)))
                (else (loop last (cdr rest)))))
        '())))

(define (remove! unwanted? list) (filter! (lambda (element) (not (unwanted? element))) list))

;; (partition satisfied? list) -> list list
;; (partition! satisfied? list) -> list list
;; The elements that satisfy and those that do not.
;; (partition symbol? '(one 2 three)) => (one three) (2)
(define (partition satisfied? list)
  (let loop ((rest list) (in '()) (out '()))
    (cond ((not (pair? rest)) (%check-list-end 'partition 1 rest) (values (reverse! in) (reverse! out)))
          ((satisfied? (car rest)) (loop (cdr rest) (cons (car rest) in) out))
          (else (loop (cdr rest) in (cons (car rest) out))))))

(define partition! partition)

;; (find-tail satisfied? list) -> list or #f
;; The first tail whose car satisfies.
;; (find-tail even? '(3 1 4 1 5)) => (4 1 5)
(define (find-tail satisfied? list)
  (let loop ((rest list))
    (cond ((not (pair? rest)) (%check-list-end 'find-tail 1 rest) #f)
          ((satisfied? (car rest)) rest)
          (else (loop (cdr rest))))))

;; (find satisfied? list) -> object
;; The first element that satisfies, or #f.
;; (find even? '(3 1 4 1 5)) => 4
;; (find even? '(1)) => #f
(define (find satisfied? list)
  (let loop ((rest list))
    (cond ((not (pair? rest)) (%check-list-end 'find 1 rest) #f)
          ((satisfied? (car rest)) (car rest))
          (else (loop (cdr rest))))))

;; (span satisfied? list) -> list object
;; (span! satisfied? list) -> list object
;; The longest beginning of elements that satisfy, and the rest.
;; (span even? '(2 18 3 10)) => (2 18) (3 10)
(define (span satisfied? list)
  (let loop ((rest list) (taken '()))
    (if (and (pair? rest) (satisfied? (car rest)))
        (loop (cdr rest) (cons (car rest) taken))
        (values (reverse! taken) rest))))

;; (break stop? list) -> list object
;; (break! stop? list) -> list object
;; The longest beginning of elements that do not satisfy stop?, and the rest.
;; (break even? '(3 1 4 1)) => (3 1) (4 1)
(define (break satisfied? list)
  (let loop ((rest list) (taken '()))
    (if (and (pair? rest) (not (satisfied? (car rest))))
        (loop (cdr rest) (cons (car rest) taken))
        (values (reverse! taken) rest))))

(define span! span)
(define break! break)

;; (take-while satisfied? list) -> list
;; (take-while! satisfied? list) -> list
;; The longest beginning of elements that satisfy.
;; (take-while even? '(2 18 3 10)) => (2 18)
(define (take-while satisfied? list)
  (let loop ((rest list) (taken '()))
    (if (and (pair? rest) (satisfied? (car rest)))
        (loop (cdr rest) (cons (car rest) taken))
        (reverse! taken))))
(define take-while! take-while)

;; (drop-while satisfied? list) -> object
;; What is behind the longest beginning of elements that satisfy.
;; (drop-while even? '(2 18 3 10)) => (3 10)
(define (drop-while satisfied? list)
  (let loop ((rest list))
    (if (and (pair? rest) (satisfied? (car rest)))
        (loop (cdr rest))
        rest)))

;; (any satisfied? list ...) -> object
;; The first true result, or #f; the last call is a tail call.
;; (any integer? '(a 3 b)) => #t
;; (any < '(3 1) '(2 7)) => #t
;; (any even? '(1 . x)) error T3001
(define any
  (case-lambda
    ((satisfied? list)
     (if (pair? list)
         (let loop ((element (car list)) (rest (cdr list)))
           (if (pair? rest)
               (or (satisfied? element) (loop (car rest) (cdr rest)))
               (begin
                 (%check-list-end 'any 1 rest)
                 (satisfied? element))))
         (begin
           (%check-list-end 'any 1 list)
           #f)))
    ((satisfied? a b)
     (and (pair? a) (pair? b)
          (let loop ((a a) (b b))
            (let ((next-a (cdr a)) (next-b (cdr b)))
              (if (and (pair? next-a) (pair? next-b))
                  (or (satisfied? (car a) (car b)) (loop next-a next-b))
                  (satisfied? (car a) (car b)))))))
    ((satisfied? . lists)
     (and (not (ended? lists))
          (let loop ((lists lists))
            (let ((next (cdrs lists)))
              (if (ended? next)
                  (apply satisfied? (cars lists '()))
                  (or (apply satisfied? (cars lists '())) (loop next)))))))))

;; (every satisfied? list ...) -> object
;; The last result if all are true, else #f; #t for empty lists; the last call is a tail call.
;; (every odd? '(1 3)) => #t
;; (every + '(1 2) '(3 4)) => 6
(define every
  (case-lambda
    ((satisfied? list)
     (if (pair? list)
         (let loop ((element (car list)) (rest (cdr list)))
           (if (pair? rest)
               (and (satisfied? element) (loop (car rest) (cdr rest)))
               (begin
                 (%check-list-end 'every 1 rest)
                 (satisfied? element))))
         (begin
           (%check-list-end 'every 1 list)
           #t)))
    ((satisfied? a b)
     (or (not (pair? a)) (not (pair? b))
         (let loop ((a a) (b b))
           (let ((next-a (cdr a)) (next-b (cdr b)))
             (if (and (pair? next-a) (pair? next-b))
                 (and (satisfied? (car a) (car b)) (loop next-a next-b))
                 (satisfied? (car a) (car b)))))))
    ((satisfied? . lists)
     (or (ended? lists)
         (let loop ((lists lists))
           (let ((next (cdrs lists)))
             (if (ended? next)
                 (apply satisfied? (cars lists '()))
                 (and (apply satisfied? (cars lists '())) (loop next)))))))))

;; (list-index satisfied? list ...) -> exact integer or #f
;; The index of the first elements that satisfy.
;; (list-index even? '(3 1 4)) => 2
(define list-index
  (case-lambda
    ((satisfied? list)
     (let loop ((rest list) (i 0))
       (cond ((not (pair? rest)) (%check-list-end 'list-index 1 rest) #f)
             ((satisfied? (car rest)) i)
             (else (loop (cdr rest) (+ i 1))))))
    ((satisfied? . lists)
     (let loop ((lists lists) (i 0))
       (cond ((ended? lists) #f)
             ((apply satisfied? (cars lists '())) i)
             (else (loop (cdrs lists) (+ i 1))))))))

;; Whether (same? element object) holds for an element of the list, or in the second (same? object element).  The usual
;; equivalences are primitives over the whole list.
(define (has? same? object list)
  (cond ((eq? same? eq?) (memq object list))
        ((eq? same? eqv?) (memv object list))
        ((eq? same? equal?) (member object list))
        (else
         (let loop ((rest list))
           (and (pair? rest)
                (or (same? (car rest) object) (loop (cdr rest))))))))
(define (in? same? object list)
  (cond ((eq? same? eq?) (memq object list))
        ((eq? same? eqv?) (memv object list))
        ((eq? same? equal?) (member object list))
        (else
         (let loop ((rest list))
           (and (pair? rest)
                (or (same? object (car rest)) (loop (cdr rest))))))))

;; (delete object list [same?]) -> list
;; (delete! object list [same?]) -> list
;; The list without the elements for which (same? object element); equal? if absent.
;; (delete 2 '(1 2 3 2)) => (1 3)
;; (delete! 5 (list 1 8 3) <) => (1 3)
(define delete
  (case-lambda
    ((object list) (remove (lambda (element) (equal? object element)) list))
    ((object list same?) (remove (lambda (element) (same? object element)) list))))
(define delete!
  (case-lambda
    ((object list) (remove! (lambda (element) (equal? object element)) list))
    ((object list same?) (remove! (lambda (element) (same? object element)) list))))

;; (delete-duplicates list [same?]) -> list
;; (delete-duplicates! list [same?]) -> list
;; The list without the elements that are the same as one before; equal? if absent.
;; (delete-duplicates '(a b a c b)) => (a b c)
(define delete-duplicates
  (case-lambda
    ((list) (delete-duplicates list equal?))
    ((list same?)
     (let loop ((rest list) (kept '()))
       (cond ((not (pair? rest)) (%check-list-end 'delete-duplicates 0 rest) (reverse! kept))
             ((has? same? (car rest) kept) (loop (cdr rest) kept))
             (else (loop (cdr rest) (cons (car rest) kept))))))))

(define delete-duplicates! delete-duplicates)

;; (alist-cons key value alist) -> alist
;; The association list with the entry (key . value) in front.
;; (alist-cons 'a 1 '((b . 2))) => ((a . 1) (b . 2))
(define (alist-cons key value alist) (cons (cons key value) alist))

;; (alist-copy alist) -> alist
;; A copy of the list and of its entries.
;; (alist-copy '((a . 1))) => ((a . 1))
(define (alist-copy alist) (map (lambda (entry) (cons (car entry) (cdr entry))) alist))

;; (alist-delete key alist [same?]) -> alist
;; (alist-delete! key alist [same?]) -> alist
;; The association list without the entries for which (same? key entry-key); equal? if absent.
;; (alist-delete 'a '((a . 1) (b . 2))) => ((b . 2))
(define alist-delete
  (case-lambda
    ((key alist) (remove (lambda (entry) (equal? key (car entry))) alist))
    ((key alist same?) (remove (lambda (entry) (same? key (car entry))) alist))))
(define alist-delete!
  (case-lambda
    ((key alist) (remove! (lambda (entry) (equal? key (car entry))) alist))
    ((key alist same?) (remove! (lambda (entry) (same? key (car entry))) alist))))
