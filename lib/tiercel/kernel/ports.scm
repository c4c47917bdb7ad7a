;;; The parameters of the standard ports, and procedures that call a procedure with a port.

;; (current-input-port) -> port
;; The parameter object of the port from which programs read when they name none: standard input at first.
;; (parameterize ((current-input-port (open-input-string "5"))) (read)) => 5

;; (current-output-port) -> port
;; The parameter object of the port to which programs write when they name none: standard output at first.
;; (let ((port (open-output-string)))
;;   (parameterize ((current-output-port port)) (display "hi"))
;;   (get-output-string port)) => "hi"

;; (current-error-port) -> port
;; The parameter object of the port for messages: standard error at first.
;; (output-port? (current-error-port)) => #t

;; The runtime made them, because its own input and output primitives look at them.
(define current-input-port (%standard-parameter 0))
(define current-output-port (%standard-parameter 1))
(define current-error-port (%standard-parameter 2))

;; (call-with-port port procedure) closes the port when procedure returns.
;; (call-with-port (open-input-string "abc") read-char) => #\a
(define (call-with-port port procedure)
  (call-with-values (lambda () (procedure port))
    (lambda results
      (close-port port)
      (apply values results))))

;; (call-with-input-file path procedure)
;; Calls procedure with a port that reads the file, and closes the port.
;; (no example: it needs a file)
(define (call-with-input-file path procedure)
  (call-with-port (open-input-file path) procedure))

;; (call-with-output-file path procedure)
;; Calls procedure with a port that writes the file, and closes the port.
;; (no example: it needs a file)
(define (call-with-output-file path procedure)
  (call-with-port (open-output-file path) procedure))

;; (call-with-output-string procedure) is the text that procedure writes to the port it is given.
(define (call-with-output-string procedure)
  (let ((port (open-output-string)))
    (procedure port)
    (get-output-string port)))

;; (with-input-from-file path thunk) makes the file the current input during thunk.
;; (no example: it needs a file)
(define (with-input-from-file path thunk)
  (let ((port (open-input-file path)))
    (call-with-values (lambda () (%parameterize (list current-input-port port) thunk))
      (lambda results
        (close-port port)
        (apply values results)))))

;; (with-output-to-file path thunk) makes the file the current output during thunk.
;; (no example: it needs a file)
(define (with-output-to-file path thunk)
  (let ((port (open-output-file path)))
    (call-with-values (lambda () (%parameterize (list current-output-port port) thunk))
      (lambda results
        (close-port port)
        (apply values results)))))
