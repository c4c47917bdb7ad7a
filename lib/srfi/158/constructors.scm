;;; SRFI 158: making generators.

;; (generator object ...) -> generator
;; Gives its arguments.
;; (generator->list (generator 1 2)) => (1 2)
(define (generator . objects) (list->generator objects))

;; (circular-generator object ...) -> generator
;; Gives its arguments over and over.
;; (generator->list (circular-generator 1 2) 3) => (1 2 1)
(define (circular-generator first . others)
  (let* ((objects (cons first others)) (rest objects))
    (lambda ()
      (let ((object (car rest)))
        (set! rest (if (null? (cdr rest)) objects (cdr rest)))
        object))))

;; The i-th number from `start` in steps of `step`: inexact as soon as one of the two is, and without summing errors up.
(define (number-at start step i)
  (if (and (exact? start) (exact? step))
      (+ start (* i step))
      (+ (inexact start) (* i step))))

;; (make-iota-generator count [start [step]]) -> generator
;; Gives count numbers, the first of them start, 0 if absent.
;; (generator->list (make-iota-generator 3 8 2)) => (8 10 12)
(define make-iota-generator
  (case-lambda
    ((count) (make-iota-generator count 0 1))
    ((count start) (make-iota-generator count start 1))
    ((count start step)
     (let ((i 0))
       (lambda ()
         (if (< i count)
             (let ((number (number-at start step i)))
               (set! i (+ i 1))
               number)
             (eof-object)))))))

;; (make-range-generator start [end [step]]) -> generator
;; Gives the numbers from start that are below end; without end it never stops.
;; (generator->list (make-range-generator 3 8 2)) => (3 5 7)
;; (generator->list (make-range-generator 3) 2) => (3 4)
(define make-range-generator
  (case-lambda
    ((start)
     (let ((i -1))
       (lambda ()
         (set! i (+ i 1))
         (+ start i))))
    ((start end) (make-range-generator start end 1))
    ((start end step)
     (let ((i 0))
       (lambda ()
         (let ((number (number-at start step i)))
           (if (< number end)
               (begin
                 (set! i (+ i 1))
                 number)
               (eof-object))))))))

;; (make-coroutine-generator procedure) -> generator
;; Gives what (procedure yield) passes to yield.
;; (generator->list (make-coroutine-generator (lambda (yield) (yield 1) (yield 2)))) => (1 2)
(define (make-coroutine-generator procedure)
  (define return #f)
  (define (yield value)
    (call/cc
     (lambda (here)
       (set! resume (lambda () (here #t)))
       (return value))))
  ;; Goes on with the procedure; control comes back through `return`.
  (define (resume)
    (procedure yield)
    (set! resume (lambda () (return (eof-object))))
    (return (eof-object)))
  (lambda ()
    (call/cc
     (lambda (caller)
       (set! return caller)
       (resume)))))

;; (list->generator list) -> generator
;; Gives the elements of a list.
;; (generator->list (list->generator '(1 2))) => (1 2)
(define (list->generator list)
  (lambda ()
    (if (pair? list)
        (let ((object (car list)))
          (set! list (cdr list))
          object)
        (eof-object))))

;; Defines (name sequence [start [end]]), which gives the elements of a range in order.
(define-syntax define-range-generator
  (syntax-rules ()
    ((_ name length ref)
     (define name
       (case-lambda
         ((sequence) (name sequence 0 (length sequence)))
         ((sequence start) (name sequence start (length sequence)))
         ((sequence start end)
          (let ((i start))
            (lambda ()
              (if (< i end)
                  (let ((element (ref sequence i)))
                    (set! i (+ i 1))
                    element)
                  (eof-object))))))))))

;; (vector->generator vector [start [end]]) -> generator
;; (string->generator string [start [end]]) -> generator
;; (bytevector->generator bytevector [start [end]]) -> generator
;; Gives the elements of a range.
;; (generator->list (vector->generator #(a b c) 1)) => (b c)
;; (generator->list (string->generator "ab")) => (#\a #\b)
(define-range-generator vector->generator vector-length vector-ref)
(define-range-generator string->generator string-length string-ref)
(define-range-generator bytevector->generator bytevector-length bytevector-u8-ref)

;; (reverse-vector->generator vector [start [end]]) -> generator
;; Gives the elements of a range from the last to the first.
;; (generator->list (reverse-vector->generator #(a b c))) => (c b a)
(define reverse-vector->generator
  (case-lambda
    ((vector) (reverse-vector->generator vector 0 (vector-length vector)))
    ((vector start) (reverse-vector->generator vector start (vector-length vector)))
    ((vector start end)
     (let ((i end))
       (lambda ()
         (if (> i start)
             (begin
               (set! i (- i 1))
               (vector-ref vector i))
             (eof-object)))))))

;; (make-for-each-generator for-each collection) -> generator
;; Gives what (for-each procedure collection) calls the procedure with.
;; (generator->list (make-for-each-generator string-for-each "ab")) => (#\a #\b)
(define (make-for-each-generator for-each collection)
  (make-coroutine-generator (lambda (yield) (for-each yield collection))))

;; (make-unfold-generator stop? element next seed) -> generator
;; Gives (element seed) for seed, (next seed), ... until stop?.
;; (generator->list (make-unfold-generator zero? - (lambda (n) (- n 1)) 3)) => (-3 -2 -1)
(define (make-unfold-generator stop? element next seed)
  (let ((stopped #f))
    (lambda ()
      (if (or stopped (stop? seed))
          (begin
            (set! stopped #t)
            (eof-object))
          (let ((object (element seed)))
            (set! seed (next seed))
            object)))))
