;;; Raising and handling.  Handlers are a list in the dynamic state, innermost first.

;; (with-exception-handler handler thunk) calls thunk with handler installed.
(define (with-exception-handler handler thunk)
  (if (not (procedure? handler)) (%raise-type-error 'with-exception-handler "a procedure" handler))
  (let ((outer (%handlers)))
    (%set-handlers! (cons handler outer))
    (call-with-values thunk
      (case-lambda
        ((value)
         (%set-handlers! outer)
         value)
        (values
         (%set-handlers! outer)
         (apply %values values))))))

;; (raise object) calls the current handler in the dynamic context of the raise, but for the handler stack, which is
;; the outer one.  If the handler returns, a secondary condition is raised in the same context as the handler.
(define (raise object)
  (let ((handlers (%handlers)))
    (if (null? handlers)
        (%abort-to-door object)
        (begin
          (%set-handlers! (cdr handlers))
          ((car handlers) object)
          (%set-handlers! (cdr handlers))
          (raise (%handler-returned object))))))

;; (raise-continuable object) is as raise, but the handler's values are those of the call.
(define (raise-continuable object)
  (let ((handlers (%handlers)))
    (if (null? handlers)
        (%abort-to-door object)
        (begin
          (%set-handlers! (cdr handlers))
          (call-with-values (lambda () ((car handlers) object))
            (case-lambda
              ((value)
               (%set-handlers! handlers)
               value)
              (values
               (%set-handlers! handlers)
               (apply %values values))))))))

;; (error message irritant ...) raises a condition with these.
(define (error message . irritants)
  (raise (%make-error message irritants)))

;; What `guard` expands to.  `body` is a thunk; (handler condition reraise) decides what its clauses do, in the dynamic
;; context of the guard; (reraise) goes back into the context of the raise and raises again (R7RS 4.2.7).
(define (%guard handler body)
  ((call-with-current-continuation
    (lambda (leave)
      (with-exception-handler
       (lambda (condition)
         ((call-with-current-continuation
           (lambda (come-back)
             (leave
              (lambda ()
                (handler condition
                         (lambda ()
                           (come-back (lambda () (raise-continuable condition)))))))))))
       (lambda ()
         (call-with-values body
           (case-lambda
             ((value) (lambda () value))
             (values (lambda () (apply %values values)))))))))))

(%set-root! 'raise raise)
