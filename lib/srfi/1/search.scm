;;; SRFI 1: filtering, searching, deletion, association lists.

;; (filter satisfied? list) keeps the elements that satisfy, (remove unwanted? list) those that do not.
(define (filter satisfied? list)
  (let loop ((rest list) (kept '()))
    (cond ((not (pair? rest)) (check-end "filter" 1 rest) (reverse! kept))
          ((satisfied? (car rest)) (loop (cdr rest) (cons (car rest) kept)))
          (else (loop (cdr rest) kept)))))

;; (remove unwanted? list) is the list without the elements that satisfy.
(define (remove unwanted? list)
  (let loop ((rest list) (kept '()))
    (cond ((not (pair? rest)) (check-end "remove" 1 rest) (reverse! kept))
          ((unwanted? (car rest)) (loop (cdr rest) kept))
          (else (loop (cdr rest) (cons (car rest) kept))))))

;; The same in place: only a cdr in front of removed elements changes.
(define (filter! satisfied? list)
  (let ((first (find-tail satisfied? list)))
    (if first
        (let loop ((last first) (rest (cdr first)))
          (cond ((not (pair? rest))
                 (check-end "filter!" 1 rest)
                 (if (not (eq? (cdr last) rest)) (set-cdr! last rest))
                 first)
                ((satisfied? (car rest))
                 (if (not (eq? (cdr last) rest)) (set-cdr! last rest))
                 (loop rest (cdr rest)))
                (else (loop last (cdr rest)))))
        '())))

;; (remove! unwanted? list) is remove in place.
(define (remove! unwanted? list) (filter! (lambda (element) (not (unwanted? element))) list))

;; (partition satisfied? list) gives the elements that satisfy and those that do not.
(define (partition satisfied? list)
  (let loop ((rest list) (in '()) (out '()))
    (cond ((not (pair? rest)) (check-end "partition" 1 rest) (values (reverse! in) (reverse! out)))
          ((satisfied? (car rest)) (loop (cdr rest) (cons (car rest) in) out))
          (else (loop (cdr rest) in (cons (car rest) out))))))

;; (partition! satisfied? list) is partition.
(define partition! partition)

;; (find-tail satisfied? list) is the first tail whose car satisfies, or #f; (find satisfied? list) that car.
(define (find-tail satisfied? list)
  (let loop ((rest list))
    (cond ((not (pair? rest)) (check-end "find-tail" 1 rest) #f)
          ((satisfied? (car rest)) rest)
          (else (loop (cdr rest))))))

;; (find satisfied? list) is the first element that satisfies, or #f.
(define (find satisfied? list)
  (let loop ((rest list))
    (cond ((not (pair? rest)) (check-end "find" 1 rest) #f)
          ((satisfied? (car rest)) (car rest))
          (else (loop (cdr rest))))))

;; (span satisfied? list) gives the longest beginning of satisfying elements, and the rest; break that of the others.
(define (span satisfied? list)
  (let loop ((rest list) (taken '()))
    (if (and (pair? rest) (satisfied? (car rest)))
        (loop (cdr rest) (cons (car rest) taken))
        (values (reverse! taken) rest))))

;; (break stop? list) gives the longest beginning of elements that do not satisfy stop?, and the rest.
(define (break satisfied? list)
  (let loop ((rest list) (taken '()))
    (if (and (pair? rest) (not (satisfied? (car rest))))
        (loop (cdr rest) (cons (car rest) taken))
        (values (reverse! taken) rest))))

;; (span! satisfied? list), (break! stop? list): span and break.
(define span! span)
(define break! break)

;; (take-while satisfied? list) is a new list of the longest beginning of satisfying elements.
(define (take-while satisfied? list)
  (let loop ((rest list) (taken '()))
    (if (and (pair? rest) (satisfied? (car rest)))
        (loop (cdr rest) (cons (car rest) taken))
        (reverse! taken))))
(define take-while! take-while)

;; (drop-while satisfied? list) is what is left behind the longest beginning of satisfying elements.
(define (drop-while satisfied? list)
  (let loop ((rest list))
    (if (and (pair? rest) (satisfied? (car rest)))
        (loop (cdr rest))
        rest)))

;; (any satisfied? list ...) is the first true result, or #f; the last call is a tail call.
(define any
  (case-lambda
    ((satisfied? list)
     (if (pair? list)
         (let loop ((element (car list)) (rest (cdr list)))
           (if (pair? rest)
               (or (satisfied? element) (loop (car rest) (cdr rest)))
               (begin
                 (check-end "any" 1 rest)
                 (satisfied? element))))
         (begin
           (check-end "any" 1 list)
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

;; (every satisfied? list ...) is the last result if all are true, else #f; the last call is a tail call.
(define every
  (case-lambda
    ((satisfied? list)
     (if (pair? list)
         (let loop ((element (car list)) (rest (cdr list)))
           (if (pair? rest)
               (and (satisfied? element) (loop (car rest) (cdr rest)))
               (begin
                 (check-end "every" 1 rest)
                 (satisfied? element))))
         (begin
           (check-end "every" 1 list)
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

;; (list-index satisfied? list ...) is the index of the first elements that satisfy, or #f.
(define list-index
  (case-lambda
    ((satisfied? list)
     (let loop ((rest list) (i 0))
       (cond ((not (pair? rest)) (check-end "list-index" 1 rest) #f)
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

;; (delete object list [same?]) is the list without the elements for which (same? object element).
(define delete
  (case-lambda
    ((object list) (remove (lambda (element) (equal? object element)) list))
    ((object list same?) (remove (lambda (element) (same? object element)) list))))
(define delete!
  (case-lambda
    ((object list) (remove! (lambda (element) (equal? object element)) list))
    ((object list same?) (remove! (lambda (element) (same? object element)) list))))

;; (delete-duplicates list [same?]) keeps the first of those that are the same.
(define delete-duplicates
  (case-lambda
    ((list) (delete-duplicates list equal?))
    ((list same?)
     (let loop ((rest list) (kept '()))
       (cond ((not (pair? rest)) (check-end "delete-duplicates" 0 rest) (reverse! kept))
             ((has? same? (car rest) kept) (loop (cdr rest) kept))
             (else (loop (cdr rest) (cons (car rest) kept))))))))

;; (delete-duplicates! list [same?]) is delete-duplicates.
(define delete-duplicates! delete-duplicates)

;; (alist-cons key value alist), (alist-copy alist), (alist-delete key alist [same?]): association lists.
(define (alist-cons key value alist) (cons (cons key value) alist))
(define (alist-copy alist) (map (lambda (entry) (cons (car entry) (cdr entry))) alist))
(define alist-delete
  (case-lambda
    ((key alist) (remove (lambda (entry) (equal? key (car entry))) alist))
    ((key alist same?) (remove (lambda (entry) (same? key (car entry))) alist))))
(define alist-delete!
  (case-lambda
    ((key alist) (remove! (lambda (entry) (equal? key (car entry))) alist))
    ((key alist same?) (remove! (lambda (entry) (same? key (car entry))) alist))))
