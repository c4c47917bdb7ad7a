;;; SRFI 132: the merge sort of vectors.  Two private copies of the elements take turns as source and target of the merges,
;;; so that memory is read and written in order, and a `before?` that escapes leaves the program's vector as it was.

;; Runs shorter than this are sorted by insertion.
(define insertion-end 8)

(define (copy-elements! to at from i end)
  (if (< i end)
      (begin
        (vector-set! to at (vector-ref from i))
        (copy-elements! to (+ at 1) from (+ i 1) end))))

;; (define-vector-sort sort! merge! insert! (before? argument ...)) defines procedures with these leading arguments.
;; (sort! argument ... from to low high) sorts [low, high) of `to`; `from` holds the same elements there, in this order.
;; (merge! argument ... from to low middle high) merges two sorted ranges that are not empty into `to`.
;; (insert! argument ... to low at) moves the element at `at` down to its place in the sorted range [low, at].
(define-syntax define-vector-sort
  (syntax-rules ()
    ((_ sort! merge! insert! (before? argument ...))
     (begin
       (define (merge! argument ... from to low middle high)
         (let loop ((at low) (i low) (j middle) (x (vector-ref from low)) (y (vector-ref from middle)))
           (if (before? y x)
               (let ((j (+ j 1)))
                 (vector-set! to at y)
                 (if (= j high)
                     (copy-elements! to (+ at 1) from i middle)
                     (loop (+ at 1) i j x (vector-ref from j))))
               (let ((i (+ i 1)))
                 (vector-set! to at x)
                 (if (= i middle)
                     (copy-elements! to (+ at 1) from j high)
                     (loop (+ at 1) i j (vector-ref from i) y))))))
       (define (insert! argument ... to low at)
         (let ((x (vector-ref to at)))
           (let loop ((at at))
             (if (= at low)
                 (vector-set! to at x)
                 (let ((y (vector-ref to (- at 1))))
                   (if (before? x y)
                       (begin
                         (vector-set! to at y)
                         (loop (- at 1)))
                       (vector-set! to at x)))))))
       (define (sort! argument ... from to low high)
         (if (< (- high low) insertion-end)
             (let loop ((at (+ low 1)))
               (if (< at high)
                   (begin
                     (insert! argument ... to low at)
                     (loop (+ at 1)))))
             (let ((middle (quotient (+ low high) 2)))
               (sort! argument ... to from low middle)
               (sort! argument ... to from middle high)
               (merge! argument ... from to low middle high))))))))

(define-vector-sort sort-elements-by! merge-elements-by! insert-element-by! (before? before?))
(define-vector-sort sort-elements-up! merge-elements-up! insert-element-up! (<))
(define-vector-sort sort-elements-down! merge-elements-down! insert-element-down! (>))

;; The sorted copy of a range.
(define (sorted-elements before? vector start end)
  (let ((to (vector-copy vector start end)))
    (if (not (vector-sorted? before? to))
        (let ((from (vector-copy to)) (length (vector-length to)))
          (cond ((eq? before? <) (sort-elements-up! from to 0 length))
                ((eq? before? >) (sort-elements-down! from to 0 length))
                (else (sort-elements-by! before? from to 0 length)))))
    to))
