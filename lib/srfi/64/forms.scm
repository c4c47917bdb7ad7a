;;; SRFI 64: the forms.

;; (test-assert [name] expression)
(define-syntax test-assert
  (syntax-rules ()
    ((_ expression) (run-assertion #f '(test-assert expression) (lambda () expression)))
    ((_ name expression) (run-assertion name '(test-assert name expression) (lambda () expression)))))

;; Defines a form (test [name] expected expression) with an equivalence.
(define-syntax define-comparing-form
  (syntax-rules ()
    ((_ test same?)
     (define-syntax test
       (syntax-rules ()
         ((_ expected expression)
          (run-comparison same? #f '(test expected expression) (lambda () expected) (lambda () expression)))
         ((_ name expected expression)
          (run-comparison same? name '(test name expected expression) (lambda () expected)
                          (lambda () expression))))))))

;; (test-eq [name] expected expression), test-eqv and test-equal
(define-comparing-form test-eq eq?)
(define-comparing-form test-eqv eqv?)
(define-comparing-form test-equal equal?)

;; (test-approximate [name] expected expression error)
(define-syntax test-approximate
  (syntax-rules ()
    ((_ expected expression error)
     (run-comparison (lambda (a b) ((within error) a b)) #f '(test-approximate expected expression error)
                     (lambda () expected) (lambda () expression)))
    ((_ name expected expression error)
     (run-comparison (lambda (a b) ((within error) a b)) name '(test-approximate name expected expression error)
                     (lambda () expected) (lambda () expression)))))

;; (test-error [[name] type] expression)
(define-syntax test-error
  (syntax-rules ()
    ((_ expression)
     (run-error-test #f '(test-error expression) (lambda () #t) (lambda () expression)))
    ((_ type expression)
     (run-error-test #f '(test-error type expression) (lambda () type) (lambda () expression)))
    ((_ name type expression)
     (run-error-test name '(test-error name type expression) (lambda () type) (lambda () expression)))))

;; (test-group name form ...) runs the forms in a group, unless it is to be skipped.
(define-syntax test-group
  (syntax-rules ()
    ((_ name) (run-group name (lambda () #t)))
    ((_ name form ...) (run-group name (lambda () form ...)))))

;; (test-group-with-cleanup name form ... cleanup)
(define-syntax test-group-with-cleanup
  (syntax-rules ()
    ((_ name cleanup) (test-group name cleanup))
    ((_ name form ... cleanup)
     (test-group name
       (dynamic-wind (lambda () #f) (lambda () form ...) (lambda () cleanup))))))

;; (test-with-runner runner form ...) runs the forms with another runner.
(define-syntax test-with-runner
  (syntax-rules ()
    ((_ runner form ...) (parameterize ((test-runner-current runner)) form ...))))
