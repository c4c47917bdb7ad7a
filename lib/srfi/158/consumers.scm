;;; SRFI 158: consuming generators.

;; (generator->reverse-list source [k]), (generator->list source [k]): all values, or at most k.
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

;; (generator->vector! vector at source) stores values from `at` on; the number of them.
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

;; (generator-fold combine seed source ...) is (combine object ... result) for all values, as fold of SRFI 1.
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

;; (generator-map->list procedure source ...)
(define (generator-map->list procedure . sources)
  (generator->list (apply gmap (lambda objects (apply procedure objects)) sources)))

;; (generator-find satisfied? source) is the first value that satisfies, or #f.
(define (generator-find satisfied? source)
  (let loop ()
    (let ((object (source)))
      (cond ((eof-object? object) #f)
            ((satisfied? object) object)
            (else (loop))))))

;; (generator-count satisfied? source) is the number of values that satisfy.
(define (generator-count satisfied? source)
  (let loop ((n 0))
    (let ((object (source)))
      (cond ((eof-object? object) n)
            ((satisfied? object) (loop (+ n 1)))
            (else (loop n))))))

;; (generator-any satisfied? source) is the first true result, or #f; (generator-every ...) the last if all are true.
(define (generator-any satisfied? source)
  (let loop ()
    (let ((object (source)))
      (and (not (eof-object? object))
           (or (satisfied? object) (loop))))))
(define (generator-every satisfied? source)
  (let loop ((last #t))
    (let ((object (source)))
      (if (eof-object? object)
          last
          (let ((result (satisfied? object)))
            (and result (loop result)))))))

;; (generator-unfold source unfold argument ...) is what (unfold stop? element next seed argument ...) makes of it.
(define (generator-unfold source unfold . arguments)
  (apply unfold eof-object? (lambda (object) object) (lambda (object) (source)) (source) arguments))
