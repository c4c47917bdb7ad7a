;;; SRFI 133: constructors, mutation, conversion.

;; Raises unless 0 <= start <= end <= length of the vector.
(define (check-range who vector start end)
  (if (not (and (exact-integer? end) (<= 0 end (vector-length vector))))
      (%raise-type-error who "the end of a range of the vector" 2 end))
  (if (not (and (exact-integer? start) (<= 0 start end)))
      (%raise-type-error who "the start of a range of the vector" 1 start)))

;; Fills the positions from `first` up to but not `last` in steps of `step` with what `element` gives for the position
;; and the seeds; with seeds it also gives the next ones.
(define (unfold-into! element vector first last step seeds)
  (cond ((null? seeds)
         (let loop ((i first))
           (if (not (= i last))
               (begin
                 (vector-set! vector i (element i))
                 (loop (+ i step))))))
        ((null? (cdr seeds))
         (let loop ((i first) (seed (car seeds)))
           (if (not (= i last))
               (let-values (((made seed) (element i seed)))
                 (vector-set! vector i made)
                 (loop (+ i step) seed)))))
        (else
         (let loop ((i first) (seeds seeds))
           (if (not (= i last))
               (let-values (((made . seeds) (apply element i seeds)))
                 (vector-set! vector i made)
                 (loop (+ i step) seeds)))))))

;; (vector-unfold element length seed ...) -> vector
;; The vector of the first values of (element i seed ...); the further values are the next seeds.
;; (vector-unfold - 3) => #(0 -1 -2)
;; (vector-unfold (lambda (i x) (values x (* 2 x))) 4 1) => #(1 2 4 8)
(define (vector-unfold element length . seeds)
  (let ((vector (make-vector length)))
    (unfold-into! element vector 0 length 1 seeds)
    vector))

;; (vector-unfold-right element length seed ...) -> vector
;; As vector-unfold, from the last position to the first.
;; (vector-unfold-right (lambda (i x) (values x (* 2 x))) 4 1) => #(8 4 2 1)
(define (vector-unfold-right element length . seeds)
  (let ((vector (make-vector length)))
    (unfold-into! element vector (- length 1) -1 -1 seeds)
    vector))

;; (vector-unfold! element vector start end seed ...)
;; (vector-unfold-right! element vector start end seed ...)
;; Fill the range as vector-unfold and vector-unfold-right do.
;; (let ((v (make-vector 3 'x))) (vector-unfold! - v 1 3) v) => #(x -1 -2)
;; (let ((v (make-vector 3 'x))) (vector-unfold-right! (lambda (i n) (values n (+ n 1))) v 0 2 7) v) => #(8 7 x)
(define (vector-unfold! element vector start end . seeds)
  (check-range "vector-unfold!" vector start end)
  (unfold-into! element vector start end 1 seeds))
(define (vector-unfold-right! element vector start end . seeds)
  (check-range "vector-unfold-right!" vector start end)
  (unfold-into! element vector (- end 1) (- start 1) -1 seeds))

;; (vector-reverse-copy vector [start [end]]) -> vector
;; A new vector of the range in reverse order.
;; (vector-reverse-copy #(1 2 3)) => #(3 2 1)
(define vector-reverse-copy
  (case-lambda
    ((vector) (vector-reverse-copy vector 0 (vector-length vector)))
    ((vector start) (vector-reverse-copy vector start (vector-length vector)))
    ((vector start end)
     (let ((copy (vector-copy vector start end)))
       (vector-reverse! copy)
       copy))))

;; (vector-concatenate vectors) -> vector
;; The vectors of a list, appended.
;; (vector-concatenate '(#(1) #(2 3))) => #(1 2 3)
(define (vector-concatenate vectors) (apply vector-append vectors))

;; (vector-append-subvectors vector start end ...) -> vector
;; The ranges, appended.
;; (vector-append-subvectors #(a b c) 0 2 #(d e f) 1 3) => #(a b e f)
(define (vector-append-subvectors . arguments)
  (let loop ((rest arguments) (total 0))
    (if (pair? rest)
        (begin
          (check-range "vector-append-subvectors" (car rest) (cadr rest) (caddr rest))
          (loop (cdddr rest) (+ total (- (caddr rest) (cadr rest)))))
        (let ((result (make-vector total)))
          (let copy ((rest arguments) (at 0))
            (if (pair? rest)
                (begin
                  (vector-copy! result at (car rest) (cadr rest) (caddr rest))
                  (copy (cdddr rest) (+ at (- (caddr rest) (cadr rest)))))
                result))))))

(define (caddr list) (car (cddr list)))
(define (cdddr list) (cdr (cddr list)))

;; (vector-swap! vector i j)
;; Exchanges two elements.
;; (let ((v (vector 1 2 3))) (vector-swap! v 0 2) v) => #(3 2 1)
(define (vector-swap! vector i j)
  (let ((element (vector-ref vector i)))
    (vector-set! vector i (vector-ref vector j))
    (vector-set! vector j element)))

;; (vector-reverse! vector [start [end]])
;; Reverses the range in place.
;; (let ((v (vector 1 2 3))) (vector-reverse! v 1) v) => #(1 3 2)
(define vector-reverse!
  (case-lambda
    ((vector) (vector-reverse! vector 0 (vector-length vector)))
    ((vector start) (vector-reverse! vector start (vector-length vector)))
    ((vector start end)
     (check-range "vector-reverse!" vector start end)
     (let loop ((i start) (j (- end 1)))
       (if (< i j)
           (begin
             (vector-swap! vector i j)
             (loop (+ i 1) (- j 1))))))))

;; (vector-reverse-copy! to at from [start [end]])
;; Copies the range in reverse order to `to`, from `at` on; the ranges may overlap.
;; (let ((v (make-vector 3 0))) (vector-reverse-copy! v 1 #(1 2)) v) => #(0 2 1)
(define vector-reverse-copy!
  (case-lambda
    ((to at from) (vector-reverse-copy! to at from 0 (vector-length from)))
    ((to at from start) (vector-reverse-copy! to at from start (vector-length from)))
    ((to at from start end)
     (vector-copy! to at from start end)
     (vector-reverse! to at (+ at (- end start))))))

;; (reverse-vector->list vector [start [end]]) -> list
;; The list of the elements of the range in reverse order.
;; (reverse-vector->list #(1 2 3) 1) => (3 2)
(define reverse-vector->list
  (case-lambda
    ((vector) (reverse-vector->list vector 0 (vector-length vector)))
    ((vector start) (reverse-vector->list vector start (vector-length vector)))
    ((vector start end)
     (check-range "reverse-vector->list" vector start end)
     (let loop ((i start) (result '()))
       (if (= i end) result (loop (+ i 1) (cons (vector-ref vector i) result)))))))

;; (reverse-list->vector list) -> vector
;; The vector of the elements of a list in reverse order.
;; (reverse-list->vector '(1 2)) => #(2 1)
(define (reverse-list->vector list) (list->vector (reverse list)))
