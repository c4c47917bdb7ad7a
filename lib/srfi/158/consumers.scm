;;; SRFI 158: consuming generators.

;; (generator->reverse-list source [k]) -> list
;; All values, or at most k, the last one first.
;; (generator->reverse-list (generator 1 2 3)) => (3 2 1)
(define generator->reverse-list
  (case-lambda
    ((source)
     (let loop ((result '()))
       (let ((object (source)))
         (if (eof-object? object) result (loop (cons object result))))))
    ((source k)
     (let loop ((k k) (result '()))
       (if (> k 0)
           (let ((object (source)))
             (if (eof-object? object) result (loop (- k 1) (cons object result))))
           result)))))

;; (generator->list source [k]) -> list
;; (generator->vector source [k]) -> vector
;; (generator->string source [k]) -> string
;; All values, or at most k.
;; (generator->list (generator 1 2 3) 2) => (1 2)
;; (generator->string (generator #\a #\b)) => "ab"
(define generator->list
  (case-lambda
    ((source) (reverse! (generator->reverse-list source)))
    ((source k) (reverse! (generator->reverse-list source k)))))
(define generator->vector
  (case-lambda
    ((source) (list->vector (generator->list source)))
    ((source k) (list->vector (generator->list source k)))))
(define generator->string
  (case-lambda
    ((source) (list->string (generator->list source)))
    ((source k) (list->string (generator->list source k)))))

;; (generator->vector! vector at source) -> exact integer
;; Stores values in the vector from `at` on, as far as it goes; the number of them.
;; (let ((v (vector 0 0 0))) (list (generator->vector! v 1 (generator 7)) v)) => (1 #(0 7 0))
(define (generator->vector! vector at source)
  (let ((end (vector-length vector)))
    (let loop ((i at))
      (if (< i end)
          (let ((object (source)))
            (if (eof-object? object)
                (- i at)
                (begin
                  (vector-set! vector i object)
                  (loop (+ i 1)))))
          (- i at)))))

;; (generator-fold combine seed source ...) -> object
;; Computes (combine object ... result) for all values, from the first to the last.
;; (generator-fold cons '() (generator 1 2)) => (2 1)
(define generator-fold
  (case-lambda
    ((combine seed source)
     (let loop ((result seed))
       (let ((object (source)))
         (if (eof-object? object) result (loop (combine object result))))))
    ((combine seed . sources)
     (let loop ((result seed))
       (let ((row (next-row sources)))
         (if row (loop (apply combine (append row (list result)))) result))))))

;; (generator-for-each procedure source ...)
;; Calls procedure with all values.
;; (generator-for-each display (generator 1 2)) prints 12
(define generator-for-each
  (case-lambda
    ((procedure source)
     (let loop ()
       (let ((object (source)))
         (if (not (eof-object? object))
             (begin
               (procedure object)
               (loop))))))
    ((procedure . sources)
     (let loop ()
       (let ((row (next-row sources)))
         (if row
             (begin
               (apply procedure row)
               (loop))))))))

;; (generator-map->list procedure source ...) -> list
;; The list of the results of procedure.
;; (generator-map->list - (generator 1 2)) => (-1 -2)
(define (generator-map->list procedure . sources)
  (generator->list (apply gmap (lambda objects (apply procedure objects)) sources)))

;; (generator-find satisfied? source) -> object
;; The first value that satisfies, or #f.
;; (generator-find even? (generator 1 2 3)) => 2
(define (generator-find satisfied? source)
  (let loop ()
    (let ((object (source)))
      (cond ((eof-object? object) #f)
            ((satisfied? object) object)
            (else (loop))))))

;; (generator-count satisfied? source) -> exact integer
;; The number of values that satisfy.
;; (generator-count odd? (generator 1 2 3)) => 2
(define (generator-count satisfied? source)
  (let loop ((n 0))
    (let ((object (source)))
      (cond ((eof-object? object) n)
            ((satisfied? object) (loop (+ n 1)))
            (else (loop n))))))

;; (generator-any satisfied? source) -> object
;; The first true result, or #f; what comes behind is not consumed.
;; (generator-any even? (generator 1 2 3)) => #t
(define (generator-any satisfied? source)
  (let loop ()
    (let ((object (source)))
      (and (not (eof-object? object))
           (or (satisfied? object) (loop))))))

;; (generator-every satisfied? source) -> object
;; The last result if all are true, else #f; #t if there is no value.
;; (generator-every odd? (generator 1 3)) => #t
(define (generator-every satisfied? source)
  (let loop ((last #t))
    (let ((object (source)))
      (if (eof-object? object)
          last
          (let ((result (satisfied? object)))
            (and result (loop result)))))))

;; (generator-unfold source unfold argument ...) -> object
;; What (unfold stop? element next seed argument ...) makes of the values.
;; (generator-unfold (generator 1 2) (lambda (stop? element next seed) (list seed (next seed)))) => (1 2)
(define (generator-unfold source unfold . arguments)
  (apply unfold eof-object? (lambda (object) object) (lambda (object) (source)) (source) arguments))
