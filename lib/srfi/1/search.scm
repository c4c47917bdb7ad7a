;;; SRFI 1: filtering, searching, deletion, association lists.

(define (filter satisfied? list)
  (let loop ((rest list) (kept '()))
    (cond ((not (pair? rest)) (reverse! kept))
          ((satisfied? (car rest)) (loop (cdr rest) (cons (car rest) kept)))
          (else (loop (cdr rest) kept)))))
(define (remove unwanted? list) (filter (lambda (element) (not (unwanted? element))) list))

;; (partition satisfied? list) gives the elements that satisfy and those that do not.
(define (partition satisfied? list)
  (let loop ((rest list) (in '()) (out '()))
    (cond ((not (pair? rest)) (values (reverse! in) (reverse! out)))
          ((satisfied? (car rest)) (loop (cdr rest) (cons (car rest) in) out))
          (else (loop (cdr rest) in (cons (car rest) out))))))
(define filter! filter)
(define remove! remove)
(define partition! partition)

;; (find-tail satisfied? list) is the first tail whose car satisfies, or #f.
(define (find-tail satisfied? list)
  (let loop ((rest list))
    (and (pair? rest) (if (satisfied? (car rest)) rest (loop (cdr rest))))))
(define (find satisfied? list)
  (let ((tail (find-tail satisfied? list))) (and tail (car tail))))

;; (span satisfied? list) gives the longest beginning of satisfying elements, and the rest.
(define (span satisfied? list)
  (let loop ((rest list) (taken '()))
    (if (and (pair? rest) (satisfied? (car rest)))
        (loop (cdr rest) (cons (car rest) taken))
        (values (reverse! taken) rest))))
(define (break satisfied? list) (span (lambda (element) (not (satisfied? element))) list))
(define span! span)
(define break! break)
(define (take-while satisfied? list) (let-values (((taken rest) (span satisfied? list))) taken))
(define take-while! take-while)
(define (drop-while satisfied? list) (let-values (((taken rest) (span satisfied? list))) rest))

;; (any satisfied? list ...) is the first true result, or #f; the last call is a tail call.
(define any
  (case-lambda
    ((satisfied? list)
     (and (pair? list)
          (let loop ((rest list))
            (if (pair? (cdr rest))
                (or (satisfied? (car rest)) (loop (cdr rest)))
                (satisfied? (car rest))))))
    ((satisfied? . lists)
     (let loop ((lists lists))
       (let-values (((cars cdrs) (cars+cdrs lists)))
         (and cars (or (apply satisfied? cars) (loop cdrs))))))))

;; (every satisfied? list ...) is the last result if all are true, else #f; the last call is a tail call.
(define every
  (case-lambda
    ((satisfied? list)
     (or (not (pair? list))
         (let loop ((rest list))
           (if (pair? (cdr rest))
               (and (satisfied? (car rest)) (loop (cdr rest)))
               (satisfied? (car rest))))))
    ((satisfied? . lists)
     (let loop ((lists lists) (result #t))
       (let-values (((cars cdrs) (cars+cdrs lists)))
         (if cars
             (let ((result (apply satisfied? cars))) (and result (loop cdrs result)))
             result))))))

;; (list-index satisfied? list ...) is the index of the first elements that satisfy, or #f.
(define (list-index satisfied? . lists)
  (let loop ((lists lists) (i 0))
    (let-values (((cars cdrs) (cars+cdrs lists)))
      (and cars (if (apply satisfied? cars) i (loop cdrs (+ i 1)))))))

;; (delete object list [same?]) is the list without the elements that are the same as object.
(define delete
  (case-lambda
    ((object list) (delete object list equal?))
    ((object list same?) (remove (lambda (element) (same? object element)) list))))
(define delete! delete)

;; (delete-duplicates list [same?]) keeps the first of those that are the same.
(define delete-duplicates
  (case-lambda
    ((list) (delete-duplicates list equal?))
    ((list same?)
     (let loop ((rest list) (kept '()))
       (cond ((not (pair? rest)) (reverse! kept))
             ((member (car rest) kept (lambda (new old) (same? old new))) (loop (cdr rest) kept))
             (else (loop (cdr rest) (cons (car rest) kept))))))))
(define delete-duplicates! delete-duplicates)

(define (alist-cons key value alist) (cons (cons key value) alist))
(define (alist-copy alist) (map (lambda (entry) (cons (car entry) (cdr entry))) alist))
(define alist-delete
  (case-lambda
    ((key alist) (alist-delete key alist equal?))
    ((key alist same?) (remove (lambda (entry) (same? key (car entry))) alist))))
(define alist-delete! alist-delete)
