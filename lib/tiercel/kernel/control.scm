;;; Continuations, winders, promises, leaving the program.

;; A winder is #(before after handlers parameters): the thunks of a dynamic-wind and the dynamic state of its call, in
;; which R7RS 6.10 has them run.
(define (winder-before w) (vector-ref w 0))
(define (winder-after w) (vector-ref w 1))

(define (call-in-state-of winder thunk)
  (let ((handlers (%handlers)) (parameters (%parameters)))
    (%set-handlers! (vector-ref winder 2))
    (%set-parameters! (vector-ref winder 3))
    (thunk)
    (%set-handlers! handlers)
    (%set-parameters! parameters)))

;; (dynamic-wind before thunk after) calls the three in order; before and after also whenever control enters or leaves
;; the call of thunk by a continuation.
(define (dynamic-wind before thunk after)
  (before)
  (let ((outer (%winders)))
    (%set-winders! (cons (vector before after (%handlers) (%parameters)) outer))
    (call-with-values thunk
      (case-lambda
        ((value)
         (%set-winders! outer)
         (after)
         value)
        (values
         (%set-winders! outer)
         (after)
         (apply %values values))))))

;; The longest common tail of two lists of winders.
(define (common-tail a b)
  (let ((a-length (length a)) (b-length (length b)))
    (let loop ((a (if (> a-length b-length) (list-tail a (- a-length b-length)) a))
               (b (if (> b-length a-length) (list-tail b (- b-length a-length)) b)))
      (if (eq? a b)
          a
          (loop (cdr a) (cdr b))))))

(define (unwind-to! common)
  (let ((winders (%winders)))
    (if (not (eq? winders common))
        (begin
          (%set-winders! (cdr winders))
          (call-in-state-of (car winders) (winder-after (car winders)))
          (unwind-to! common)))))

(define (wind-to! target common)
  (if (not (eq? target common))
      (begin
        (wind-to! (cdr target) common)
        (call-in-state-of (car target) (winder-before (car target)))
        (%set-winders! target))))

;; Runs the after thunks of what is left and the before thunks of what is entered on the way to `target`.
(define (rewind! target)
  (let ((here (%winders)))
    (if (not (eq? here target))
        (let ((common (common-tail here target)))
          (unwind-to! common)
          (wind-to! target common)))))

;; (call/cc procedure) calls procedure with the current continuation as an escape procedure of any number of values.
(define (call-with-current-continuation procedure)
  (%call/cc
   (lambda (k)
     (procedure
      (case-lambda
        ((value)
         (rewind! (%continuation-winders k))
         (%throw k value))
        (values
         (rewind! (%continuation-winders k))
         (apply %throw k values)))))))

(define call/cc call-with-current-continuation)

;; (values object ...) returns all of them to the continuation.
(define values %values)

;; (call-with-values producer consumer) calls consumer with the values of producer.  Calls with a lambda for a consumer
;; never come here: the compiler binds the values directly.
(define (call-with-values producer consumer)
  (%call-with-values producer consumer))

;; (apply procedure object ... list)
(define apply %apply)

;;; Promises.  R7RS 4.2.5: chains of delay-force run in constant space because a promise takes over the state of the
;;; one that it was delayed to.

(define (%make-promise-lazy thunk) (%promise #f thunk))

;; (make-promise object) is a promise that is already forced; a promise is returned as it is.
(define (make-promise object)
  (if (promise? object) object (%promise #t object)))

;; (force promise) is its value; anything else is returned as it is.
(define (force promise)
  (if (promise? promise)
      (let loop ()
        (if (%promise-done? promise)
            (%promise-value promise)
            (let ((next ((%promise-value promise))))
              (if (not (%promise-done? promise))
                  (%promise-share! promise next))
              (loop))))
      promise))

;;; Leaving

;; (exit [object]) runs the after thunks of every dynamic-wind in force, then ends the program.
(define exit
  (case-lambda
    (() (exit #t))
    ((object)
     (rewind! '())
     (emergency-exit object))))

;; (with-interrupt-handler handler thunk) has interrupts (Ctrl-C) during thunk call handler, a procedure of no
;; arguments; when it returns, the program goes on.
(define (with-interrupt-handler handler thunk)
  (let ((outer #f))
    (dynamic-wind
     (lambda () (set! outer (%interrupt-handler)) (%set-interrupt-handler! handler))
     thunk
     (lambda () (%set-interrupt-handler! outer)))))

;; Deferred clean-ups of a body, last first; the body registers thunks in a box.
(define (%run-deferred body)
  (let ((pending (list #f)))
    (dynamic-wind
     (lambda () #f)
     (lambda () (body (lambda (thunk) (set-cdr! pending (cons thunk (cdr pending))))))
     (lambda ()
       (let loop ()
         (if (pair? (cdr pending))
             (let ((thunk (cadr pending)))
               (set-cdr! pending (cddr pending))
               (thunk)
               (loop))))))))
