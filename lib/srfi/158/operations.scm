;;; SRFI 158: generators from generators.  None asks its source for anything before it is asked itself, and none asks an
;;; exhausted source again once it has given an end-of-file object itself.

;; (gcons* object ... source)
(define (gcons* first . others)
  (let ((rest (cons first others)))
    (lambda ()
      (if (null? (cdr rest))
          ((car rest))
          (let ((object (car rest)))
            (set! rest (cdr rest))
            object)))))

;; (gappend source ...)
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

;; (gflatten source) gives the elements of the lists that source gives.
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

;; (ggroup source k [padding]) gives lists of k values; the last may be shorter, or is padded.
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

;; (gmerge before? source ...) gives the values of sorted sources in order; of equal ones the leftmost first.
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

;; (gmap procedure source ...) gives the results of procedure.
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

;; (gcombine procedure seed source ...) gives the first value of (procedure object ... seed); the second is the next seed.
(define (gcombine procedure seed . sources)
  (lambda ()
    (let ((row (next-row sources)))
      (if row
          (let-values (((object next) (apply procedure (append row (list seed)))))
            (set! seed next)
            object)
          (eof-object)))))

;; (gfilter satisfied? source), (gremove unwanted? source)
(define (gfilter satisfied? source)
  (lambda ()
    (let loop ()
      (let ((object (source)))
        (if (or (eof-object? object) (satisfied? object))
            object
            (loop))))))
(define (gremove unwanted? source)
  (gfilter (lambda (object) (not (unwanted? object))) source))

;; (gstate-filter procedure seed source) gives the objects for which the first value of (procedure object seed) is true;
;; the second is the next seed.
(define (gstate-filter procedure seed source)
  (lambda ()
    (let loop ()
      (let ((object (source)))
        (if (eof-object? object)
            object
            (let-values (((wanted next) (procedure object seed)))
              (set! seed next)
              (if wanted object (loop))))))))

;; (gtake source k [padding]) gives the first k values, padded if padding is given.
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

;; (gdrop source k) leaves out the first k values.
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

;; (gtake-while satisfied? source), (gdrop-while satisfied? source)
(define (gtake-while satisfied? source)
  (let ((ended #f))
    (lambda ()
      (let ((object (if ended (eof-object) (source))))
        (if (and (not (eof-object? object)) (satisfied? object))
            object
            (begin
              (set! ended #t)
              (eof-object)))))))
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

;; (gdelete object source [same?]) leaves out the values for which (same? object value).
(define gdelete
  (case-lambda
    ((object source) (gdelete object source equal?))
    ((object source same?) (gremove (lambda (value) (same? object value)) source))))

;; (gdelete-neighbor-dups source [same?]) leaves out the values that are the same as the one before.
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

;; (gindex values indices) gives the values at these strictly increasing indices.
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

;; (gselect values truths) gives the values for which truths gives true.
(define (gselect values truths)
  (lambda ()
    (let loop ()
      (let* ((object (values)) (wanted (truths)))
        (cond ((or (eof-object? object) (eof-object? wanted)) (eof-object))
              (wanted object)
              (else (loop)))))))
