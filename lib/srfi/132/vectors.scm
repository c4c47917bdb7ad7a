;;; SRFI 132 on vectors: sorting, merging, deleting duplicates.

;; Raises unless 0 <= start <= end <= length of the vector.
(define (check-range who vector start end)
  (if (not (and (exact-integer? end) (<= 0 end (vector-length vector))))
      (%raise-type-error who "the end of a range of the vector" 3 end))
  (if (not (and (exact-integer? start) (<= 0 start end)))
      (%raise-type-error who "the start of a range of the vector" 2 start)))

;; (vector-sorted? before? vector [start [end]]) -> boolean
;; Whether no element of the range comes before the one in front of it.
;; (vector-sorted? < #(9 1 2) 1) => #t
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

;; (vector-sort before? vector [start [end]]) -> vector
;; (vector-stable-sort before? vector [start [end]]) -> vector
;; A new sorted vector of the range; equal elements keep their order.
;; (vector-sort < #(3 1 2)) => #(1 2 3)
(define vector-sort
  (case-lambda
    ((before? vector) (sorted-elements before? vector 0 (vector-length vector)))
    ((before? vector start) (sorted-elements before? vector start (vector-length vector)))
    ((before? vector start end) (sorted-elements before? vector start end))))

(define vector-stable-sort vector-sort)

;; (vector-sort! before? vector [start [end]])
;; (vector-stable-sort! before? vector [start [end]])
;; Sorts the range in place; equal elements keep their order.
;; (let ((v (vector 3 1 2))) (vector-sort! < v) v) => #(1 2 3)
(define vector-sort!
  (case-lambda
    ((before? vector) (vector-sort! before? vector 0 (vector-length vector)))
    ((before? vector start) (vector-sort! before? vector start (vector-length vector)))
    ((before? vector start end) (vector-copy! vector start (sorted-elements before? vector start end)))))

(define vector-stable-sort! vector-sort!)

;; (vector-merge before? a b [start-a [end-a [start-b [end-b]]]]) -> vector
;; A new vector of the elements of two sorted ranges in order; equal ones of a come first.
;; (vector-merge < #(1 4) #(2 3)) => #(1 2 3 4)
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

;; (vector-merge! before? to a b [start [start-a [end-a [start-b [end-b]]]]])
;; Stores the elements of two sorted ranges in order in `to`, from start on.
;; (let ((v (make-vector 4))) (vector-merge! < v #(1 4) #(2 3)) v) => #(1 2 3 4)
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

;; (vector-delete-neighbor-dups same? vector [start [end]]) -> vector
;; A new vector of the range without the elements that are the same as their neighbour in front.
;; (vector-delete-neighbor-dups = #(1 1 2 7 7)) => #(1 2 7)
(define vector-delete-neighbor-dups
  (case-lambda
    ((same? vector) (list->vector (list-delete-neighbor-dups! same? (vector->list vector))))
    ((same? vector start) (list->vector (list-delete-neighbor-dups! same? (vector->list vector start))))
    ((same? vector start end) (list->vector (list-delete-neighbor-dups! same? (vector->list vector start end))))))

;; (vector-delete-neighbor-dups! same? vector [start [end]]) -> index
;; Moves the elements of the range that differ from their neighbour in front to its beginning; the index behind them.
;; (let ((v (vector 1 1 2))) (list (vector-delete-neighbor-dups! = v) v)) => (2 #(1 2 2))
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
