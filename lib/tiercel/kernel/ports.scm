;;; The parameters of the standard ports, and procedures that call a procedure with a port.

;; The runtime made them, because its own input and output primitives look at them.
(define current-input-port (%standard-parameter 0))
(define current-output-port (%standard-parameter 1))
(define current-error-port (%standard-parameter 2))

;; (call-with-port port procedure) closes the port when procedure returns.
(define (call-with-port port procedure)
  (call-with-values (lambda () (procedure port))
    (lambda results
      (close-port port)
      (apply values results))))

;; (call-with-input-file path procedure)
(define (call-with-input-file path procedure)
  (call-with-port (open-input-file path) procedure))

;; (call-with-output-file path procedure)
(define (call-with-output-file path procedure)
  (call-with-port (open-output-file path) procedure))

;; (call-with-output-string procedure) is the text that procedure writes to the port it is given.
(define (call-with-output-string procedure)
  (let ((port (open-output-string)))
    (procedure port)
    (get-output-string port)))

;; (with-input-from-file path thunk) makes the file the current input during thunk.
(define (with-input-from-file path thunk)
  (let ((port (open-input-file path)))
    (call-with-values (lambda () (%parameterize (list current-input-port port) thunk))
      (lambda results
        (close-port port)
        (apply values results)))))

;; (with-output-to-file path thunk) makes the file the current output during thunk.
(define (with-output-to-file path thunk)
  (let ((port (open-output-file path)))
    (call-with-values (lambda () (%parameterize (list current-output-port port) thunk))
      (lambda results
        (close-port port)
        (apply values results)))))
