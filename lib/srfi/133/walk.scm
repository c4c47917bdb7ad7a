;;; SRFI 133: procedures that visit every element.

;; The length of the shortest of several vectors.
(define (shortest-length first others)
  (let loop ((length (vector-length first)) (rest others))
    (if (null? rest)
        length
        (loop (min length (vector-length (car rest))) (cdr rest)))))

;; The i-th elements of the vectors, before the elements of `tail`.
(define (row vectors i tail)
  (if (null? vectors)
      tail
      (cons (vector-ref (car vectors) i) (row (cdr vectors) i tail))))

;; (vector-empty? vector) -> boolean
;; Whether the vector has no elements.
;; (vector-empty? #()) => #t
(define (vector-empty? vector) (= (vector-length vector) 0))

;; (vector= same? vector ...) -> boolean
;; Whether the vectors have the same length and elements that are the same.
;; (vector= eq? #(a b) #(a b)) => #t
;; (vector= = #(1) #(1 2)) => #f
(define (vector= same? . vectors)
  (define (two-same? a b)
    (or (eq? a b)
        (let ((length (vector-length a)))
          (and (= length (vector-length b))
               (let loop ((i 0))
                 (or (= i length)
                     (and (same? (vector-ref a i) (vector-ref b i))
                          (loop (+ i 1)))))))))
  (or (null? vectors)
      (let loop ((first (car vectors)) (rest (cdr vectors)))
        (or (null? rest)
            (and (two-same? first (car rest))
                 (loop (car rest) (cdr rest)))))))

;; (vector-fold combine seed vector ...) -> object
;; Computes (combine (... (combine seed e0 ...)) en ...): the result so far comes first.
;; (vector-fold (lambda (tail x) (cons x tail)) '() #(1 2 3)) => (3 2 1)
(define vector-fold
  (case-lambda
    ((combine seed vector)
     (let ((end (vector-length vector)))
       (let loop ((i 0) (result seed))
         (if (= i end)
             result
             (loop (+ i 1) (combine result (vector-ref vector i)))))))
    ((combine seed a b)
     (let ((end (min (vector-length a) (vector-length b))))
       (let loop ((i 0) (result seed))
         (if (= i end)
             result
             (loop (+ i 1) (combine result (vector-ref a i) (vector-ref b i)))))))
    ((combine seed first . others)
     (let ((end (shortest-length first others)) (vectors (cons first others)))
       (let loop ((i 0) (result seed))
         (if (= i end)
             result
             (loop (+ i 1) (apply combine result (row vectors i '())))))))))

;; (vector-fold-right combine seed vector ...) -> object
;; As vector-fold, from the last element to the first.
;; (vector-fold-right (lambda (tail x) (cons x tail)) '() #(1 2 3)) => (1 2 3)
(define vector-fold-right
  (case-lambda
    ((combine seed vector)
     (let loop ((i (- (vector-length vector) 1)) (result seed))
       (if (< i 0)
           result
           (loop (- i 1) (combine result (vector-ref vector i))))))
    ((combine seed a b)
     (let loop ((i (- (min (vector-length a) (vector-length b)) 1)) (result seed))
       (if (< i 0)
           result
           (loop (- i 1) (combine result (vector-ref a i) (vector-ref b i))))))
    ((combine seed first . others)
     (let ((vectors (cons first others)))
       (let loop ((i (- (shortest-length first others) 1)) (result seed))
         (if (< i 0)
             result
             (loop (- i 1) (apply combine result (row vectors i '())))))))))

;; (vector-map! procedure vector other ...)
;; Stores the results in the first vector.
;; (let ((v (vector 1 2))) (vector-map! - v) v) => #(-1 -2)
(define vector-map!
  (case-lambda
    ((procedure vector)
     (let ((end (vector-length vector)))
       (let loop ((i 0))
         (if (< i end)
             (begin
               (vector-set! vector i (procedure (vector-ref vector i)))
               (loop (+ i 1)))))))
    ((procedure first . others)
     (let ((end (shortest-length first others)) (vectors (cons first others)))
       (let loop ((i 0))
         (if (< i end)
             (begin
               (vector-set! first i (apply procedure (row vectors i '())))
               (loop (+ i 1)))))))))

;; (vector-count satisfied? vector ...) -> exact integer
;; The number of places whose elements satisfy.
;; (vector-count even? #(1 2 4)) => 2
(define vector-count
  (case-lambda
    ((satisfied? vector)
     (let ((end (vector-length vector)))
       (let loop ((i 0) (n 0))
         (cond ((= i end) n)
               ((satisfied? (vector-ref vector i)) (loop (+ i 1) (+ n 1)))
               (else (loop (+ i 1) n))))))
    ((satisfied? first . others)
     (let ((end (shortest-length first others)) (vectors (cons first others)))
       (let loop ((i 0) (n 0))
         (cond ((= i end) n)
               ((apply satisfied? (row vectors i '())) (loop (+ i 1) (+ n 1)))
               (else (loop (+ i 1) n))))))))

;; (vector-cumulate combine seed vector) -> vector
;; The vector of the results that vector-fold passes through.
;; (vector-cumulate + 0 #(3 1 4)) => #(3 4 8)
(define (vector-cumulate combine seed vector)
  (let* ((end (vector-length vector)) (results (make-vector end)))
    (let loop ((i 0) (result seed))
      (if (= i end)
          results
          (let ((result (combine result (vector-ref vector i))))
            (vector-set! results i result)
            (loop (+ i 1) result))))))
