;;; Parameters.  A parameter is a procedure made by %make-parameter; its value is in the innermost binding of the dynamic
;;; state's list, or else the one it was made with.

;; (make-parameter value [converter]) is a new parameter object.
;; (let ((p (make-parameter 5 number->string))) (p)) => "5"
(define make-parameter
  (case-lambda
    ((value) (%make-parameter value #f))
    ((value converter) (%make-parameter (converter value) converter))))

;; What `parameterize` expands to: bindings is a flat list parameter, value, ...; the converters run before any binding
;; is in force.
(define (%parameterize bindings thunk)
  (let loop ((rest bindings) (extended (%parameters)))
    (if (pair? rest)
        (let* ((state (%parameter-state (car rest)))
               (converter (%parameter-converter state))
               (value (if converter (converter (cadr rest)) (cadr rest))))
          (loop (cddr rest) (cons (cons state value) extended)))
        (%call-with-parameters extended thunk))))

;; What a parameter does that is called with an argument (SRFI 39): the converted value becomes that of the innermost
;; binding.
(define (assign-parameter parameter value)
  (let ((converter (%parameter-converter (%parameter-state parameter))))
    (%set-parameter! parameter (if converter (converter value) value))))
(%set-root! 'assign-parameter assign-parameter)
