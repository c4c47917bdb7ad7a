;;; A bottom-up merge sort of lists: n log n comparisons, no recursion, stable.

;; (list-merge before? a b) is the sorted list of the elements of two sorted lists; equal ones of a come first.
(define (list-merge before? a b)
  (let loop ((a a) (b b) (merged '()))
    (cond ((null? a) (prepend-reversed merged b))
          ((null? b) (prepend-reversed merged a))
          ((before? (car b) (car a)) (loop a (cdr b) (cons (car b) merged)))
          (else (loop (cdr a) b (cons (car a) merged))))))

(define (prepend-reversed reversed tail)
  (if (null? reversed) tail (prepend-reversed (cdr reversed) (cons (car reversed) tail))))

;; `runs` is a list of sorted lists, the most recent first, each with its level; runs of one level are merged.
(define (add-run before? run level runs)
  (if (and (pair? runs) (= (caar runs) level))
      (add-run before? (list-merge before? (cdar runs) run) (+ level 1) (cdr runs))
      (cons (cons level run) runs)))

;; (list-sort before? list) is a new sorted list.
(define (list-sort before? list)
  (let loop ((rest list) (runs '()))
    (if (pair? rest)
        (loop (cdr rest) (add-run before? (cons (car rest) '()) 0 runs))
        (let merge ((runs runs) (result '()))
          (if (null? runs)
              result
              (merge (cdr runs) (list-merge before? (cdar runs) result)))))))
(define list-stable-sort list-sort)
(define list-sort! list-sort)
(define list-stable-sort! list-sort)

;; (list-sorted? before? list)
(define (list-sorted? before? list)
  (or (null? list)
      (let loop ((first (car list)) (rest (cdr list)))
        (or (null? rest)
            (and (not (before? (car rest) first)) (loop (car rest) (cdr rest)))))))

;; (vector-sort before? vector [start [end]]) is a new sorted vector.
(define (vector-sort before? vector . range)
  (list->vector (list-sort before? (apply vector->list vector range))))
(define vector-stable-sort vector-sort)

;; (vector-sort! before? vector [start [end]]) sorts in place.
(define (vector-sort! before? vector . range)
  (vector-copy! vector (if (pair? range) (car range) 0) (apply vector-sort before? vector range)))
(define vector-stable-sort! vector-sort!)

(define (vector-sorted? before? vector . range)
  (list-sorted? before? (apply vector->list vector range)))

;; (list-delete-neighbor-dups same? list) keeps the first of neighbours that are the same.
(define (list-delete-neighbor-dups same? list)
  (let loop ((rest list) (kept '()))
    (cond ((null? rest) (reverse kept))
          ((and (pair? kept) (same? (car kept) (car rest))) (loop (cdr rest) kept))
          (else (loop (cdr rest) (cons (car rest) kept))))))
