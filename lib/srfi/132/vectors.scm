;;; SRFI 132 on vectors: sorting, merging, deleting duplicates.

;; Raises unless 0 <= start <= end <= length of the vector.
(define (check-range who vector start end)
  (if (not (and (exact-integer? end) (<= 0 end (vector-length vector))))
      (%raise-type-error who "the end of a range of the vector" 3 end))
  (if (not (and (exact-integer? start) (<= 0 start end)))
      (%raise-type-error who "the start of a range of the vector" 2 start)))

;; Stores the elements of a list from position `at` on.
(define (store-list! vector at list)
  (let loop ((at at) (rest list))
    (if (pair? rest)
        (begin
          (vector-set! vector at (car rest))
          (loop (+ at 1) (cdr rest))))))

;; (vector-sorted? before? vector [start [end]])
(define vector-sorted?
  (case-lambda
    ((before? vector) (vector-sorted? before? vector 0 (vector-length vector)))
    ((before? vector start) (vector-sorted? before? vector start (vector-length vector)))
    ((before? vector start end)
     (check-range "vector-sorted?" vector start end)
     (or (= start end)
         (let loop ((first (vector-ref vector start)) (i (+ start 1)))
           (or (= i end)
               (let ((next (vector-ref vector i)))
                 (and (not (before? next first)) (loop next (+ i 1))))))))))

;; (vector-sort before? vector [start [end]]) is a new sorted vector of the range.
(define vector-sort
  (case-lambda
    ((before? vector) (list->vector (list-sort! before? (vector->list vector))))
    ((before? vector start) (list->vector (list-sort! before? (vector->list vector start))))
    ((before? vector start end) (list->vector (list-sort! before? (vector->list vector start end))))))

;; (vector-stable-sort before? vector [start [end]]) is vector-sort.
(define vector-stable-sort vector-sort)

;; (vector-sort! before? vector [start [end]]) sorts the range in place.
(define vector-sort!
  (case-lambda
    ((before? vector) (store-list! vector 0 (list-sort! before? (vector->list vector))))
    ((before? vector start) (store-list! vector start (list-sort! before? (vector->list vector start))))
    ((before? vector start end) (store-list! vector start (list-sort! before? (vector->list vector start end))))))

;; (vector-stable-sort! before? vector [start [end]]) is vector-sort!.
(define vector-stable-sort! vector-sort!)

;; (vector-merge before? a b [start-a [end-a [start-b [end-b]]]]) is a new vector of the elements of two sorted ranges.
(define vector-merge
  (case-lambda
    ((before? a b) (vector-merge before? a b 0 (vector-length a) 0 (vector-length b)))
    ((before? a b start-a) (vector-merge before? a b start-a (vector-length a) 0 (vector-length b)))
    ((before? a b start-a end-a) (vector-merge before? a b start-a end-a 0 (vector-length b)))
    ((before? a b start-a end-a start-b) (vector-merge before? a b start-a end-a start-b (vector-length b)))
    ((before? a b start-a end-a start-b end-b)
     (check-range "vector-merge" a start-a end-a)
     (check-range "vector-merge" b start-b end-b)
     (let ((result (make-vector (+ (- end-a start-a) (- end-b start-b)))))
       (merge-into! before? result a b 0 start-a end-a start-b end-b)
       result))))

;; (vector-merge! before? to a b [start [start-a [end-a [start-b [end-b]]]]]) stores them in `to` from `start` on.
(define vector-merge!
  (case-lambda
    ((before? to a b) (vector-merge! before? to a b 0 0 (vector-length a) 0 (vector-length b)))
    ((before? to a b start) (vector-merge! before? to a b start 0 (vector-length a) 0 (vector-length b)))
    ((before? to a b start start-a)
     (vector-merge! before? to a b start start-a (vector-length a) 0 (vector-length b)))
    ((before? to a b start start-a end-a) (vector-merge! before? to a b start start-a end-a 0 (vector-length b)))
    ((before? to a b start start-a end-a start-b)
     (vector-merge! before? to a b start start-a end-a start-b (vector-length b)))
    ((before? to a b start start-a end-a start-b end-b)
     (check-range "vector-merge!" a start-a end-a)
     (check-range "vector-merge!" b start-b end-b)
     (check-range "vector-merge!" to start (+ start (- end-a start-a) (- end-b start-b)))
     (merge-into! before? to a b start start-a end-a start-b end-b))))

(define (merge-into! before? to a b start start-a end-a start-b end-b)
  (let loop ((at start) (i start-a) (j start-b))
    (cond ((= i end-a) (vector-copy! to at b j end-b))
          ((= j end-b) (vector-copy! to at a i end-a))
          ((before? (vector-ref b j) (vector-ref a i))
           (vector-set! to at (vector-ref b j))
           (loop (+ at 1) i (+ j 1)))
          (else
           (vector-set! to at (vector-ref a i))
           (loop (+ at 1) (+ i 1) j)))))

;; (vector-delete-neighbor-dups same? vector [start [end]]) is a new vector with the first of neighbours in the range
;; that are the same.
(define vector-delete-neighbor-dups
  (case-lambda
    ((same? vector) (list->vector (list-delete-neighbor-dups! same? (vector->list vector))))
    ((same? vector start) (list->vector (list-delete-neighbor-dups! same? (vector->list vector start))))
    ((same? vector start end) (list->vector (list-delete-neighbor-dups! same? (vector->list vector start end))))))

;; (vector-delete-neighbor-dups! same? vector [start [end]]) moves them to the beginning of the range; the value is the
;; index behind the last one.
(define vector-delete-neighbor-dups!
  (case-lambda
    ((same? vector) (vector-delete-neighbor-dups! same? vector 0 (vector-length vector)))
    ((same? vector start) (vector-delete-neighbor-dups! same? vector start (vector-length vector)))
    ((same? vector start end)
     (check-range "vector-delete-neighbor-dups!" vector start end)
     (if (= start end)
         end
         (let loop ((kept start) (i (+ start 1)))
           (cond ((= i end) (+ kept 1))
                 ((same? (vector-ref vector kept) (vector-ref vector i)) (loop kept (+ i 1)))
                 (else
                  (vector-set! vector (+ kept 1) (vector-ref vector i))
                  (loop (+ kept 1) (+ i 1)))))))))
