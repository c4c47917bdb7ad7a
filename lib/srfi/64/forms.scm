;;; SRFI 64: the forms.

;; (test-assert [name] expression)
;; A test that passes if the value is true.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert (= 1 1))) (test-passed? r)) => #t
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

;; (test-eq [name] expected expression)
;; (test-eqv [name] expected expression)
;; (test-equal [name] expected expression)
;; A test that passes if the value is the same as the expected one by eq?, eqv? or equal?.
;; (let ((r (test-runner-null))) (test-with-runner r (test-equal '(1) (list 1))) (test-passed? r)) => #t
(define-comparing-form test-eq eq?)
(define-comparing-form test-eqv eqv?)
(define-comparing-form test-equal equal?)

;; (test-approximate [name] expected expression error)
;; A test that passes if the value differs by no more than error.
;; (let ((r (test-runner-null))) (test-with-runner r (test-approximate 10 10.2 .5)) (test-passed? r)) => #t
(define-syntax test-approximate
  (syntax-rules ()
    ((_ expected expression error)
     (run-comparison (lambda (a b) ((within error) a b)) #f '(test-approximate expected expression error)
                     (lambda () expected) (lambda () expression)))
    ((_ name expected expression error)
     (run-comparison (lambda (a b) ((within error) a b)) name '(test-approximate name expected expression error)
                     (lambda () expected) (lambda () expression)))))

;; (test-error [[name] type] expression)
;; A test that passes if the expression raises; type is a predicate, the code or the kind of a condition, or #t for
;; anything.
;; (let ((r (test-runner-null))) (test-with-runner r (test-error 'wrong-type (car 5))) (test-passed? r)) => #t
(define-syntax test-error
  (syntax-rules ()
    ((_ expression)
     (run-error-test #f '(test-error expression) (lambda () #t) (lambda () expression)))
    ((_ type expression)
     (run-error-test #f '(test-error type expression) (lambda () type) (lambda () expression)))
    ((_ name type expression)
     (run-error-test name '(test-error name type expression) (lambda () type) (lambda () expression)))))

;; (test-group name form ...)
;; Runs the forms in a group of tests, unless it is to be skipped.
;; (let ((r (test-runner-null))) (test-with-runner r (test-group "g" (test-assert #t))) (test-runner-pass-count r)) => 1
(define-syntax test-group
  (syntax-rules ()
    ((_ name) (run-group name (lambda () #t)))
    ((_ name form ...) (run-group name (lambda () form ...)))))

;; (test-group-with-cleanup name form ... cleanup)
;; As test-group; the last form is evaluated in any case.
;; (let ((r (test-runner-null))) (test-with-runner r (test-group-with-cleanup "g" (test-assert #t)
;;     (display "done")))) prints done
(define-syntax test-group-with-cleanup
  (syntax-rules ()
    ((_ name cleanup) (test-group name cleanup))
    ((_ name form ... cleanup)
     (test-group name
       (dynamic-wind (lambda () #f) (lambda () form ...) (lambda () cleanup))))))

;; (test-with-runner runner form ...)
;; Evaluates the forms with this runner in use.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert #t)) (test-runner-pass-count r)) => 1
(define-syntax test-with-runner
  (syntax-rules ()
    ((_ runner form ...) (parameterize ((test-runner-current runner)) form ...))))
