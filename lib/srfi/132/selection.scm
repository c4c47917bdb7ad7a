;;; SRFI 132: medians and selection.

(define (swap! vector i j)
  (let ((element (vector-ref vector i)))
    (vector-set! vector i (vector-ref vector j))
    (vector-set! vector j element)))

;; The element in the middle of three.
(define (middle before? a b c)
  (if (before? b a)
      (middle before? b a c)
      (cond ((before? c a) a)
            ((before? c b) c)
            (else b))))

;; Rearranges [start, end) so that position k holds what it would hold if the range were sorted, nothing greater is
;; before it and nothing smaller behind it.  The range is split into less, equal and greater than a pivot (Dijkstra's
;; flag), the median of three.  A pivot that cuts off less than an eighth uses up one of `patience`; when that is gone,
;; the rest is sorted, so no input is quadratic.
(define (settle! before? vector k start end patience)
  (cond ((< (- end start) 2) #t)
        ((= patience 0) (vector-sort! before? vector start end))
        (else
         (let ((pivot (middle before? (vector-ref vector start) (vector-ref vector (quotient (+ start end) 2))
                              (vector-ref vector (- end 1)))))
           (let loop ((less start) (i start) (greater end))
             (if (< i greater)
                 (let ((element (vector-ref vector i)))
                   (cond ((before? element pivot)
                          (swap! vector less i)
                          (loop (+ less 1) (+ i 1) greater))
                         ((before? pivot element)
                          (swap! vector i (- greater 1))
                          (loop less i (- greater 1)))
                         (else (loop less (+ i 1) greater))))
                 (let ((go-on
                        (lambda (from to)
                          (settle! before? vector k from to
                                   (if (> (* 8 (- to from)) (* 7 (- end start))) (- patience 1) patience)))))
                   (cond ((< k less) (go-on start less))
                         ((>= k greater) (go-on greater end))
                         (else #t)))))))))

(define patience-at-first 4)

;; (vector-select! before? vector k [start [end]]) -> object
;; The element that would be the k-th, from 0, of the sorted range, which is rearranged.
;; (vector-select! < (vector 9 3 5) 1) => 5
;; (vector-select! < (vector) 0) error T3001
(define vector-select!
  (case-lambda
    ((before? vector k) (vector-select! before? vector k 0 (vector-length vector)))
    ((before? vector k start) (vector-select! before? vector k start (vector-length vector)))
    ((before? vector k start end)
     (check-range "vector-select!" vector start end)
     (if (not (and (exact-integer? k) (<= 0 k) (< (+ start k) end)))
         (%raise-type-error "vector-select!" "an index of the range" 2 k))
     (settle! before? vector (+ start k) start end patience-at-first)
     (vector-ref vector (+ start k)))))

;; (vector-separate! before? vector k [start [end]])
;; Moves the k smallest elements of the range to its beginning.
;; (let ((v (vector 9 3 5))) (vector-separate! < v 1) (vector-ref v 0)) => 3
(define vector-separate!
  (case-lambda
    ((before? vector k) (vector-separate! before? vector k 0 (vector-length vector)))
    ((before? vector k start) (vector-separate! before? vector k start (vector-length vector)))
    ((before? vector k start end)
     (check-range "vector-separate!" vector start end)
     (if (not (and (exact-integer? k) (<= 0 k (- end start))))
         (%raise-type-error "vector-separate!" "a number of elements of the range" 2 k))
     (if (< (+ start k) end)
         (settle! before? vector (+ start k) start end patience-at-first)))))

(define (arithmetic-mean a b) (/ (+ a b) 2))

;; The middle of n > 0 elements, of which (nth i) is the i-th of the sorted ones.
(define (median-of n nth mean)
  (if (odd? n)
      (nth (quotient n 2))
      (let ((lower (nth (- (quotient n 2) 1))))
        (mean lower (nth (quotient n 2))))))

;; (vector-find-median before? vector none [mean]) -> object
;; The middle element in the order, or (mean a b) of the two in the middle; none if the vector is empty.
;; (vector-find-median < #(5 1 3) 'none) => 3
;; (vector-find-median < #(4 1 2 3) 'none) => 5/2
(define vector-find-median
  (case-lambda
    ((before? vector none) (vector-find-median before? vector none arithmetic-mean))
    ((before? vector none mean)
     (let ((n (vector-length vector)) (copy (vector-copy vector)))
       (if (= n 0)
           none
           (median-of n (lambda (k) (vector-select! before? copy k)) mean))))))

;; (vector-find-median! before? vector none [mean]) -> object
;; As vector-find-median, and leaves the vector sorted.
;; (vector-find-median! < (vector 4 1 2 3) 'none list) => (2 3)
(define vector-find-median!
  (case-lambda
    ((before? vector none) (vector-find-median! before? vector none arithmetic-mean))
    ((before? vector none mean)
     (vector-sort! before? vector)
     (if (= (vector-length vector) 0)
         none
         (median-of (vector-length vector) (lambda (k) (vector-ref vector k)) mean)))))
