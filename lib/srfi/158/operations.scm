;;; SRFI 158: generators from generators.  None asks its source for anything before it is asked itself, and none asks an
;;; exhausted source again once it has given an end-of-file object itself.

;; (gcons* object ... source) -> generator
;; Gives the objects, then what the source gives.
;; (generator->list (gcons* 'a 'b (generator 1))) => (a b 1)
(define (gcons* first . others)
  (let ((rest (cons first others)))
    (lambda ()
      (if (null? (cdr rest))
          ((car rest))
          (let ((object (car rest)))
            (set! rest (cdr rest))
            object)))))

;; (gappend source ...) -> generator
;; Gives what the sources give, one source after the other.
;; (generator->list (gappend (generator 1) (generator 2 3))) => (1 2 3)
(define (gappend . sources)
  (define (next)
    (if (null? sources)
        (eof-object)
        (let ((object ((car sources))))
          (if (eof-object? object)
              (begin
                (set! sources (cdr sources))
                (next))
              object))))
  next)

;; (gflatten source) -> generator
;; Gives the elements of the lists that the source gives.
;; (generator->list (gflatten (generator '(1) '() '(2 3)))) => (1 2 3)
(define (gflatten source)
  (let ((list '()))
    (define (next)
      (cond ((pair? list)
             (let ((object (car list)))
               (set! list (cdr list))
               object))
            ((eof-object? list) list)
            (else
             (set! list (source))
             (next))))
    next))

;; (ggroup source k [padding]) -> generator
;; Gives lists of k values; the last may be shorter, unless there is padding.
;; (generator->list (ggroup (generator 1 2 3) 2)) => ((1 2) (3))
;; (generator->list (ggroup (generator 1 2 3) 2 'x)) => ((1 2) (3 x))
(define ggroup
  (case-lambda
    ((source k) (ggroup-with source k (lambda (reversed n) (reverse! reversed))))
    ((source k padding)
     (ggroup-with source k
                  (lambda (reversed n)
                    (let loop ((reversed reversed) (n n))
                      (if (= n k) (reverse! reversed) (loop (cons padding reversed) (+ n 1)))))))))

(define (ggroup-with source k complete)
  (if (not (and (exact-integer? k) (> k 0))) (error "ggroup: this is no length of a group:" k))
  (let ((ended #f))
    (lambda ()
      (let loop ((n 0) (reversed '()))
        (cond ((= n k) (reverse! reversed))
              (ended (if (= n 0) (eof-object) (complete reversed n)))
              (else
               (let ((object (source)))
                 (if (eof-object? object)
                     (begin
                       (set! ended #t)
                       (loop n reversed))
                     (loop (+ n 1) (cons object reversed))))))))))

;; (gmerge before? source ...) -> generator
;; Gives the values of sorted sources in order; of equal ones the leftmost first.
;; (generator->list (gmerge < (generator 1 4) (generator 2 3))) => (1 2 3 4)
(define (gmerge before? first . others)
  (let merge ((sources (cons first others)) (n (+ 1 (length others))))
    (if (= n 1)
        (car sources)
        (let ((half (quotient n 2)))
          (merge-two before? (merge sources half) (merge (list-tail sources half) (- n half)))))))

(define (merge-two before? a b)
  (let ((started #f) (from-a #f) (from-b #f))
    (lambda ()
      (if (not started)
          (begin
            (set! started #t)
            (set! from-a (a))
            (set! from-b (b))))
      (cond ((and (not (eof-object? from-b))
                  (or (eof-object? from-a) (before? from-b from-a)))
             (let ((object from-b))
               (set! from-b (b))
               object))
            ((eof-object? from-a) from-a)
            (else
             (let ((object from-a))
               (set! from-a (a))
               object))))))

;; The next values of all sources, or #f if one is exhausted.
(define (next-row sources)
  (let loop ((rest sources) (reversed '()))
    (if (null? rest)
        (reverse! reversed)
        (let ((object ((car rest))))
          (and (not (eof-object? object))
               (loop (cdr rest) (cons object reversed)))))))

;; (gmap procedure source ...) -> generator
;; Gives the results of procedure.
;; (generator->list (gmap + (generator 1 2) (generator 10 20))) => (11 22)
(define gmap
  (case-lambda
    ((procedure source)
     (lambda ()
       (let ((object (source)))
         (if (eof-object? object) object (procedure object)))))
    ((procedure . sources)
     (lambda ()
       (let ((row (next-row sources)))
         (if row (apply procedure row) (eof-object)))))))

;; (gcombine procedure seed source ...) -> generator
;; Gives the first values of (procedure object ... seed); the second values are the next seeds.
;; (generator->list (gcombine (lambda (x sum) (values (+ x sum) (+ x sum))) 0 (generator 1 2 3))) => (1 3 6)
(define (gcombine procedure seed . sources)
  (lambda ()
    (let ((row (next-row sources)))
      (if row
          (let-values (((object next) (apply procedure (append row (list seed)))))
            (set! seed next)
            object)
          (eof-object)))))

;; (gfilter satisfied? source) -> generator
;; (gremove unwanted? source) -> generator
;; Gives the values that satisfy, or those that do not.
;; (generator->list (gfilter odd? (generator 1 2 3))) => (1 3)
;; (generator->list (gremove odd? (generator 1 2 3))) => (2)
(define (gfilter satisfied? source)
  (lambda ()
    (let loop ()
      (let ((object (source)))
        (if (or (eof-object? object) (satisfied? object))
            object
            (loop))))))
(define (gremove unwanted? source)
  (gfilter (lambda (object) (not (unwanted? object))) source))

;; (gstate-filter procedure seed source) -> generator
;; Gives the objects for which the first value of (procedure object seed) is true; the second is the next seed.
;; (generator->list (gstate-filter (lambda (x n) (values (even? n) (+ n 1))) 0 (generator 'a 'b 'c))) => (a c)
(define (gstate-filter procedure seed source)
  (lambda ()
    (let loop ()
      (let ((object (source)))
        (if (eof-object? object)
            object
            (let-values (((wanted next) (procedure object seed)))
              (set! seed next)
              (if wanted object (loop))))))))

;; (gtake source k [padding]) -> generator
;; Gives the first k values; padding, if given, stands for those that are missing.
;; (generator->list (gtake (generator 1 2 3) 2)) => (1 2)
;; (generator->list (gtake (generator 1) 2 'x)) => (1 x)
(define gtake
  (case-lambda
    ((source k) (gtake source k (eof-object)))
    ((source k padding)
     (let ((ended #f))
       (lambda ()
         (if (> k 0)
             (let ((object (if ended (eof-object) (source))))
               (set! k (- k 1))
               (if (eof-object? object)
                   (begin
                     (set! ended #t)
                     padding)
                   object))
             (eof-object)))))))

;; (gdrop source k) -> generator
;; Leaves out the first k values.
;; (generator->list (gdrop (generator 1 2 3) 2)) => (3)
(define (gdrop source k)
  (lambda ()
    (let loop ()
      (if (> k 0)
          (begin
            (set! k (- k 1))
            (if (eof-object? (source))
                (begin
                  (set! k 0)
                  (eof-object))
                (loop)))
          (source)))))

;; (gtake-while satisfied? source) -> generator
;; Gives the values before the first that does not satisfy.
;; (generator->list (gtake-while odd? (generator 1 3 4 5))) => (1 3)
(define (gtake-while satisfied? source)
  (let ((ended #f))
    (lambda ()
      (let ((object (if ended (eof-object) (source))))
        (if (and (not (eof-object? object)) (satisfied? object))
            object
            (begin
              (set! ended #t)
              (eof-object)))))))

;; (gdrop-while satisfied? source) -> generator
;; Gives the values from the first on that does not satisfy.
;; (generator->list (gdrop-while odd? (generator 1 3 4 5))) => (4 5)
(define (gdrop-while satisfied? source)
  (let ((dropping #t))
    (lambda ()
      (if dropping
          (let loop ()
            (let ((object (source)))
              (if (and (not (eof-object? object)) (satisfied? object))
                  (loop)
                  (begin
                    (set! dropping #f)
                    object))))
          (source)))))

;; (gdelete object source [same?]) -> generator
;; Leaves out the values for which (same? object value); equal? if absent.
;; (generator->list (gdelete 3 (generator 1 3 2 3))) => (1 2)
(define gdelete
  (case-lambda
    ((object source) (gdelete object source equal?))
    ((object source same?) (gremove (lambda (value) (same? object value)) source))))

;; (gdelete-neighbor-dups source [same?]) -> generator
;; Leaves out the values that are the same as the one before.
;; (generator->list (gdelete-neighbor-dups (generator 1 1 2 1))) => (1 2 1)
(define gdelete-neighbor-dups
  (case-lambda
    ((source) (gdelete-neighbor-dups source equal?))
    ((source same?)
     (let ((started #f) (last #f))
       (lambda ()
         (let loop ()
           (let ((object (source)))
             (cond ((eof-object? object) object)
                   ((and started (same? last object)) (loop))
                   (else
                    (set! started #t)
                    (set! last object)
                    object)))))))))

;; (gindex values indices) -> generator
;; Gives the values at these strictly increasing indices.
;; (generator->list (gindex (generator 'a 'b 'c) (generator 0 2))) => (a c)
(define (gindex values indices)
  (let ((position -1))
    (lambda ()
      (let ((index (indices)))
        (cond ((eof-object? index) index)
              ((not (> index position)) (error "gindex: the indices do not increase:" index))
              (else
               (let loop ()
                 (let ((object (values)))
                   (set! position (+ position 1))
                   (if (or (eof-object? object) (= position index))
                       object
                       (loop))))))))))

;; (gselect values truths) -> generator
;; Gives the values for which truths gives true.
;; (generator->list (gselect (generator 'a 'b 'c) (generator #t #f #t))) => (a c)
(define (gselect values truths)
  (lambda ()
    (let loop ()
      (let* ((object (values)) (wanted (truths)))
        (cond ((or (eof-object? object) (eof-object? wanted)) (eof-object))
              (wanted object)
              (else (loop)))))))
