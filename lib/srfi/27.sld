;;; (srfi 27): sources of random numbers.
;;;
;;; A source is the state of a xoshiro256++ generator, a bytevector that the primitives advance.  Its external
;;; representation is the list (xoshiro256++ a b c d) of the state's four words.
(define-library (srfi 27)
  (import (scheme base) (scheme case-lambda)
          (only (tiercel primitives)
                %random-integer %random-real %random-seed! %random-entropy! %raise-type-error)
          (tiercel bitwise))
  (export
    random-integer random-real default-random-source
    make-random-source random-source? random-source-state-ref random-source-state-set!
    random-source-randomize! random-source-pseudo-randomize!
    random-source-make-integers random-source-make-reals)
  (begin
    ;; (random-source? object) -> boolean
    ;; Whether the object is a random source.
    ;; (random-source? 5) => #f
    (define-record-type random-source (make-source state) random-source?
      (state source-state))

    ;; (make-random-source) -> source
    ;; A new source; all begin with the same numbers.
    ;; (random-source? (make-random-source)) => #t
    (define (make-random-source)
      (let ((source (make-source (make-bytevector 32))))
        (random-source-pseudo-randomize! source 0 0)
        source))

    ;; (random-source-state-ref source) -> state
    ;; The state of the source: data that can be written and read.
    ;; (car (random-source-state-ref (make-random-source))) => xoshiro256++
    (define (random-source-state-ref source)
      (let ((bytes (source-state source)))
        (let word ((i 3) (words '()))
          (if (< i 0)
              (cons 'xoshiro256++ words)
              (let byte ((k 7) (n 0))
                (if (< k 0)
                    (word (- i 1) (cons n words))
                    (byte (- k 1) (+ (* n 256) (bytevector-u8-ref bytes (+ (* i 8) k))))))))))

    ;; (random-source-state-set! source state)
    ;; Makes the source go on from a state that random-source-state-ref gave.
    ;; (let* ((s (make-random-source)) (state (random-source-state-ref s)) (random (random-source-make-integers s))
    ;;        (first (random 1000)))
    ;;   (random-source-state-set! s state)
    ;;   (= first (random 1000))) => #t
    ;; (random-source-state-set! (make-random-source) '(1 2 3)) error T3001
    (define (random-source-state-set! source state)
      (unless (state? state)
        (%raise-type-error "random-source-state-set!" "the state of a random source" 1 state))
      (let ((bytes (source-state source)))
        (let word ((i 0) (words (cdr state)))
          (when (pair? words)
            (let byte ((k 0))
              (when (< k 8)
                (bytevector-u8-set! bytes (+ (* i 8) k) (bit-field (car words) (* k 8) (+ (* k 8) 8)))
                (byte (+ k 1))))
            (word (+ i 1) (cdr words))))))

    (define (state? object)
      (and (list? object)
           (= (length object) 5)
           (eq? (car object) 'xoshiro256++)
           (word? (list-ref object 1)) (word? (list-ref object 2)) (word? (list-ref object 3)) (word? (list-ref object 4))
           (not (equal? (cdr object) '(0 0 0 0)))))

    (define (word? object)
      (and (exact-integer? object) (not (negative? object)) (<= (integer-length object) 64)))

    ;; (random-source-randomize! source)
    ;; Gives the source a state that cannot be foreseen.  The numbers that follow are still no good for secrets.
    ;; (let ((s (make-random-source))) (random-source-randomize! s) (random-source? s)) => #t
    (define (random-source-randomize! source)
      (%random-entropy! (source-state source)))

    ;; (random-source-pseudo-randomize! source i j)
    ;; Gives the source the first state of the stream that two integers name, which are not negative.
    ;; (let ((s (make-random-source))) (random-source-pseudo-randomize! s 1 2) (< ((random-source-make-integers s) 10) 10)) => #t
    ;; (random-source-pseudo-randomize! (make-random-source) -1 0) error T3001
    (define (random-source-pseudo-randomize! source i j)
      (check-stream "random-source-pseudo-randomize!" 1 i)
      (check-stream "random-source-pseudo-randomize!" 2 j)
      (%random-seed! (source-state source) i j))

    (define (check-stream who argument object)
      (unless (and (exact-integer? object) (not (negative? object)))
        (%raise-type-error who "an exact integer that is not negative" argument object)))

    ;; (random-source-make-integers source) -> procedure
    ;; A procedure of one argument n that gives the next integer of the source, 0 <= integer < n.
    ;; ((random-source-make-integers (make-random-source)) 1) => 0
    (define (random-source-make-integers source)
      (let ((state (source-state source)))
        (lambda (n) (%random-integer state n))))

    ;; (random-source-make-reals source [unit]) -> procedure
    ;; A procedure of no arguments that gives the next number of the source, 0 < number < 1.  Possible numbers are at most
    ;; unit apart, and exact if unit is.
    ;; (< 0 ((random-source-make-reals (make-random-source))) 1) => #t
    ;; ((random-source-make-reals (make-random-source) 1/2)) => 1/2
    ;; (random-source-make-reals (make-random-source) 2) error T3001
    (define random-source-make-reals
      (case-lambda
        ((source)
         (let ((state (source-state source)))
           (lambda () (%random-real state))))
        ((source unit)
         (unless (and (real? unit) (< 0 unit 1))
           (%raise-type-error "random-source-make-reals" "a real number between 0 and 1" 1 unit))
         (if (and (inexact? unit) (>= unit (expt 2. -52)))
             (random-source-make-reals source)
             (parts-generator (source-state source) (ceiling (/ 1 (exact unit))) (exact? unit))))))

    ;; A procedure that gives k/parts for a random k, 0 < k < parts; a float that is rounded to 0 or 1 is drawn again.
    (define (parts-generator state parts exact?)
      (define (next)
        (let ((number (/ (+ 1 (%random-integer state (- parts 1))) parts)))
          (if exact?
              number
              (let ((float (inexact number)))
                (if (< 0 float 1) float (next))))))
      next)

    ;; default-random-source -> source
    ;; The source of random-integer and random-real.  A program that wants other numbers at each run randomizes it first.
    ;; (random-source? default-random-source) => #t
    (define default-random-source (make-random-source))

    ;; (random-integer n) -> integer
    ;; The next integer of the default source, 0 <= integer < n, for n of any size.
    ;; (< -1 (random-integer 6) 6) => #t
    ;; (random-integer 0) error T3001
    (define random-integer (random-source-make-integers default-random-source))

    ;; (random-real) -> float
    ;; The next float of the default source, 0 < float < 1.
    ;; (< 0 (random-real) 1) => #t
    (define random-real (random-source-make-reals default-random-source))))
