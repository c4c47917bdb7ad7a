;;; Raising and handling.  Handlers are a list in the dynamic state, innermost first; %call-with-handlers installs one for
;;; the time of a call.

;; (with-exception-handler handler thunk) calls thunk with handler installed.
;; (with-exception-handler (lambda (e) 10) (lambda () (+ 1 (raise-continuable 'oops)))) => 11
(define (with-exception-handler handler thunk)
  (if (procedure? handler)
      (%call-with-handlers (cons handler (%handlers)) thunk)
      (%raise-type-error "with-exception-handler" "a procedure" 0 handler)))

;; Nobody handles the object: the evaluation ends, after its winders.  The frames are noted while they are there.
(define (uncaught object)
  (%note-backtrace! object)
  (leave status-condition object))

;; (raise object) calls the current handler in the dynamic context of the raise, but for the handler stack, which is
;; the outer one.  If the handler returns, a secondary condition is raised in the same context as the handler.
;; (guard (e (#t (list e))) (raise 'oops)) => (oops)
(define (raise object)
  (let ((handlers (%handlers)))
    (if (pair? handlers)
        (begin
          (%call-with-handlers (cdr handlers) (car handlers) object)
          (%set-handlers! (cdr handlers))
          (raise (%make-handler-returned object)))
        (uncaught object))))

;; (raise-continuable object) is as raise, but the handler's values are those of the call.
;; (with-exception-handler (lambda (e) (* 2 e)) (lambda () (raise-continuable 21))) => 42
(define (raise-continuable object)
  (let ((handlers (%handlers)))
    (if (pair? handlers)
        (%call-with-handlers (cdr handlers) (car handlers) object)
        (uncaught object))))

;; What C++ calls with a pending condition.  A pair is no condition but a continuation and values on the way out through
;; a door that has been closed: it is thrown again.  A vector #(procedure argument argument argument) is a call that a
;; primitive leaves to Scheme: what the procedure returns is the value of the primitive.
(define (raise-pending object)
  (cond ((vector? object)
         ((vector-ref object 0) (vector-ref object 1) (vector-ref object 2) (vector-ref object 3)))
        ((pair? object) (%throw (car object) (cdr object)))
        (else (raise object))))

;; (error message irritant ...) raises a condition with these.
;; (guard (e (#t (error-object-message e))) (error "no such thing" 1 2)) => "no such thing"
(define (error message . irritants)
  (raise (%make-error message irritants)))

;; What `guard` expands to.  (select condition) runs the tests of the clauses, in the dynamic environment of the guard, and
;; gives a thunk that runs the chosen clause, or #f.  The tests run on top of the stack of the raise; only when a clause
;; has been chosen is the stack cut back to the guard, and the thunk takes the place of the guard's body.  Otherwise the
;; dynamic environment of the raise is put back and the object raised again (R7RS 4.2.7).  So nothing is ever captured
;; or copied, however deep the raise was.
(define (%guard select body)
  (let ((winders (%winders)) (handlers (%handlers)) (parameters (%parameters)))
    (%call-with-escape
     (lambda (escape)
       (%call-with-handlers
        (cons (lambda (condition)
                (let ((raise-winders (%winders)) (raise-handlers (%handlers)) (raise-parameters (%parameters)))
                  (rewind! winders)
                  (%set-handlers! handlers)
                  (%set-parameters! parameters)
                  (let ((chosen (select condition)))
                    (if chosen
                        (%escape-to escape chosen)
                        (begin
                          (rewind! raise-winders)
                          (%set-handlers! raise-handlers)
                          (%set-parameters! raise-parameters)
                          (raise-continuable condition))))))
              handlers)
        body)))))

(%set-root! 'raise raise-pending)
(%set-root! 'raise-object raise)
(%set-root! 'stack-overflow raise)
(%set-root! 'out-of-memory raise)
