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
    (define-record-type random-source (make-source state) random-source?
      (state source-state))

    ;; (make-random-source) is a new source; all begin with the same numbers.
    (define (make-random-source)
      (let ((source (make-source (make-bytevector 32))))
        (random-source-pseudo-randomize! source 0 0)
        source))

    ;; (random-source-state-ref source) is the state of the source: data that can be written and read.
    (define (random-source-state-ref source)
      (let ((bytes (source-state source)))
        (let word ((i 3) (words '()))
          (if (< i 0)
              (cons 'xoshiro256++ words)
              (let byte ((k 7) (n 0))
                (if (< k 0)
                    (word (- i 1) (cons n words))
                    (byte (- k 1) (+ (* n 256) (bytevector-u8-ref bytes (+ (* i 8) k))))))))))

    ;; (random-source-state-set! source state) makes the source go on from a state that random-source-state-ref gave.
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

    ;; (random-source-randomize! source) gives the source a state that cannot be foreseen.
    (define (random-source-randomize! source)
      (%random-entropy! (source-state source)))

    ;; (random-source-pseudo-randomize! source i j) gives the source the first state of the stream that two integers
    ;; which are not negative name.
    (define (random-source-pseudo-randomize! source i j)
      (check-stream "random-source-pseudo-randomize!" 1 i)
      (check-stream "random-source-pseudo-randomize!" 2 j)
      (%random-seed! (source-state source) i j))

    (define (check-stream who argument object)
      (unless (and (exact-integer? object) (not (negative? object)))
        (%raise-type-error who "an exact integer that is not negative" argument object)))

    ;; (random-source-make-integers source) is a procedure (random n): the next integer of the source, 0 <= integer < n.
    (define (random-source-make-integers source)
      (let ((state (source-state source)))
        (lambda (n) (%random-integer state n))))

    ;; (random-source-make-reals source [unit]) is a procedure (random): the next number of the source, 0 < number < 1.
    ;; Possible numbers are at most unit apart, and exact if unit is.
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

    ;; The source of random-integer and random-real.
    (define default-random-source (make-random-source))

    ;; (random-integer n) is the next integer of the default source, 0 <= integer < n.
    (define random-integer (random-source-make-integers default-random-source))

    ;; (random-real) is the next float of the default source, 0 < float < 1.
    (define random-real (random-source-make-reals default-random-source))))
