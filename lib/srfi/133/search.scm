;;; SRFI 133: searching.

;; Defines a search for the first place, in the order that the positions are counted in, where (hit? elements ...) is
;; true: (first length) and (next i) count, (end? i length) ends.
(define-syntax define-search
  (syntax-rules ()
    ((_ (name satisfied?) (length start-expression) (i next-expression) end-expression (result hit-expression))
     (define name
       (case-lambda
         ((satisfied? vector)
          (let ((length (vector-length vector)))
            (let loop ((i start-expression))
              (and (not end-expression)
                   (let ((result (satisfied? (vector-ref vector i))))
                     (if hit-expression i (loop next-expression)))))))
         ((satisfied? a b)
          (let ((length (min (vector-length a) (vector-length b))))
            (let loop ((i start-expression))
              (and (not end-expression)
                   (let ((result (satisfied? (vector-ref a i) (vector-ref b i))))
                     (if hit-expression i (loop next-expression)))))))
         ((satisfied? first . others)
          (let ((length (shortest-length first others)) (vectors (cons first others)))
            (let loop ((i start-expression))
              (and (not end-expression)
                   (let ((result (apply satisfied? (row vectors i '()))))
                     (if hit-expression i (loop next-expression))))))))))))

;; (vector-index satisfied? vector ...) -> index or #f
;; (vector-index-right satisfied? vector ...) -> index or #f
;; The first index whose elements satisfy; with -right the last.
;; (vector-index even? #(3 1 4 1 6)) => 2
;; (vector-index-right even? #(3 1 4 1 6)) => 4
(define-search (vector-index satisfied?) (length 0) (i (+ i 1)) (= i length) (result result))
(define-search (vector-index-right satisfied?) (length (- length 1)) (i (- i 1)) (< i 0) (result result))

;; (vector-skip satisfied? vector ...) -> index or #f
;; (vector-skip-right satisfied? vector ...) -> index or #f
;; The first index whose elements do not satisfy; with -right the last.
;; (vector-skip number? #(1 2 a 3 b)) => 2
;; (vector-skip-right number? #(1 2 a 3)) => 2
(define-search (vector-skip satisfied?) (length 0) (i (+ i 1)) (= i length) (result (not result)))
(define-search (vector-skip-right satisfied?) (length (- length 1)) (i (- i 1)) (< i 0) (result (not result)))

;; (vector-binary-search vector object compare) -> index or #f
;; An index for which (compare element object) is 0; compare is negative for the elements before the object.
;; (vector-binary-search #(1 3 5 7) 5 -) => 2
;; (vector-binary-search #(1 3 5 7) 4 -) => #f
(define (vector-binary-search vector object compare)
  (let loop ((start 0) (end (vector-length vector)))
    (and (< start end)
         (let* ((middle (quotient (+ start end) 2))
                (order (compare (vector-ref vector middle) object)))
           (cond ((= order 0) middle)
                 ((< order 0) (loop (+ middle 1) end))
                 (else (loop start middle)))))))

;; (vector-any satisfied? vector ...) -> object
;; The first true result, or #f; the last call is a tail call.
;; (vector-any (lambda (x) (and (even? x) (* x x))) #(1 2 3)) => 4
(define vector-any
  (case-lambda
    ((satisfied? vector)
     (let ((last (- (vector-length vector) 1)))
       (and (>= last 0)
            (let loop ((i 0))
              (if (= i last)
                  (satisfied? (vector-ref vector i))
                  (or (satisfied? (vector-ref vector i))
                      (loop (+ i 1))))))))
    ((satisfied? first . others)
     (let ((last (- (shortest-length first others) 1)) (vectors (cons first others)))
       (and (>= last 0)
            (let loop ((i 0))
              (if (= i last)
                  (apply satisfied? (row vectors i '()))
                  (or (apply satisfied? (row vectors i '()))
                      (loop (+ i 1))))))))))

;; (vector-every satisfied? vector ...) -> object
;; The last result if all are true, else #f; #t for empty vectors; the last call is a tail call.
;; (vector-every odd? #(1 3)) => #t
(define vector-every
  (case-lambda
    ((satisfied? vector)
     (let ((last (- (vector-length vector) 1)))
       (or (< last 0)
           (let loop ((i 0))
             (if (= i last)
                 (satisfied? (vector-ref vector i))
                 (and (satisfied? (vector-ref vector i))
                      (loop (+ i 1))))))))
    ((satisfied? first . others)
     (let ((last (- (shortest-length first others) 1)) (vectors (cons first others)))
       (or (< last 0)
           (let loop ((i 0))
             (if (= i last)
                 (apply satisfied? (row vectors i '()))
                 (and (apply satisfied? (row vectors i '()))
                      (loop (+ i 1))))))))))

;; (vector-partition satisfied? vector) -> vector exact-integer
;; A new vector of the elements that satisfy and, behind them, of the others; and the number of the former.
;; (vector-partition odd? #(1 2 3 4)) => #(1 3 2 4) 2
(define (vector-partition satisfied? vector)
  (let ((end (vector-length vector)))
    (let loop ((i 0) (in '()) (in-count 0) (out '()))
      (if (= i end)
          (values (list->vector (append-reverse in (reverse out))) in-count)
          (let ((element (vector-ref vector i)))
            (if (satisfied? element)
                (loop (+ i 1) (cons element in) (+ in-count 1) out)
                (loop (+ i 1) in in-count (cons element out))))))))
