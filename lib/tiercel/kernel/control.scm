;;; Winders, promises, leaving the program.
;;;
;;; call/cc, values, call-with-values and apply are primitives.  A continuation that is called with other winders in force
;;; than it was captured with comes to `throw-with-winders` (the root `rewind`) first.

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
;; the call of thunk by a continuation.  The values are those of thunk.
;; (dynamic-wind (lambda () (display 'in)) (lambda () (display '-)) (lambda () (display 'out))) prints in-out
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
        (results
         (%set-winders! outer)
         (after)
         (apply values results))))))

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

(define (throw-with-winders continuation results)
  (rewind! (%continuation-winders continuation))
  (%throw continuation results))

;;; Promises.  R7RS 4.2.5: chains of delay-force run in constant space because a promise takes over the state of the
;;; one that it was delayed to.

;; (%make-promise-lazy thunk) is a promise to the value of the promise that thunk gives.
(define (%make-promise-lazy thunk) (%make-promise #f thunk))

;; (force promise) is its value; anything else is returned as it is.
;; (force (delay (+ 1 2))) => 3
;; (force 5) => 5
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

;;; Leaving.  The numbers are those of DoorStatus in control/state.h.

(define status-condition 1)
(define status-interrupted 2)
(define status-exited 4)

;; Gives control back to whoever started this evaluation, after the winders of the evaluation.
(define (leave status object)
  (unwind-to! (%door-winders))
  (%leave-door status object))

;; (exit [object]) runs the after thunks of every dynamic-wind in force, then ends the program.
;; (no example: it ends the program)
(define exit
  (case-lambda
    (() (leave status-exited #t))
    ((object) (leave status-exited object))))

;; (with-interrupt-handler handler thunk) has interrupts (Ctrl-C) during thunk call handler, a procedure of no
;; arguments; when it returns, the program goes on.
(define (with-interrupt-handler handler thunk)
  (let ((outer #f))
    (dynamic-wind
     (lambda ()
       (set! outer (%root 'interrupt-handler))
       (%set-root! 'interrupt-handler handler))
     thunk
     (lambda () (%set-root! 'interrupt-handler outer)))))

;; What a poll calls when there was an interrupt; with an argument in the test mode that makes every poll an interrupt,
;; where the default is to go on.
(define interrupt
  (case-lambda
    (()
     (let ((handler (%root 'interrupt-handler)))
       (if handler
           (handler)
           (leave status-interrupted #f))))
    ((test)
     (let ((handler (%root 'interrupt-handler)))
       (if handler (handler) test)))))

;; What `defer` expands to.  (body register) may register thunks, which run last first when the call is left for good
;; or by a continuation.
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

(%set-root! 'rewind throw-with-winders)
(%set-root! 'interrupt interrupt)
(%set-root! 'leave leave)
