;;; Parameters.  A parameter is a procedure that captures its state object; the value is in the innermost binding of the
;;; dynamic state's list, or else in the isolate's table.

;; (make-parameter value [converter]) is a new parameter object.
(define make-parameter
  (case-lambda
    ((value) (%make-parameter (%parameter-state value #f)))
    ((value converter) (%make-parameter (%parameter-state (converter value) converter)))))

;; What `parameterize` expands to: bindings is a flat list parameter, value, ...; the converters run before the body.
(define (%parameterize bindings thunk)
  (let ((outer (%parameters)))
    (let loop ((rest bindings) (extended outer))
      (if (null? rest)
          (begin
            (%set-parameters! extended)
            (call-with-values thunk
              (case-lambda
                ((value)
                 (%set-parameters! outer)
                 value)
                (values
                 (%set-parameters! outer)
                 (apply %values values)))))
          (let* ((state (%parameter-state-of (car rest)))
                 (converter (%parameter-converter state))
                 (value (if converter (converter (cadr rest)) (cadr rest))))
            (loop (cddr rest) (cons (cons state value) extended)))))))
