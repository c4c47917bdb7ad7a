;;; SRFI 64: the runner that prints what went wrong and, at the end, the counts; which runner is used.

;; (test-runner-simple) -> runner
;; A runner that prints what went wrong and, at the end, the counts.
;; (test-runner? (test-runner-simple)) => #t
(define (test-runner-simple)
  (let ((runner (test-runner-null)))
    (test-runner-on-test-begin! runner test-on-test-begin-simple)
    (test-runner-on-test-end! runner test-on-test-end-simple)
    (test-runner-on-group-begin! runner test-on-group-begin-simple)
    (test-runner-on-group-end! runner test-on-group-end-simple)
    (test-runner-on-bad-count! runner test-on-bad-count-simple)
    (test-runner-on-bad-end-name! runner test-on-bad-end-name-simple)
    (test-runner-on-final! runner test-on-final-simple)
    runner))

(define (say . parts)
  (for-each display parts)
  (newline))

;; What `write` makes of an object, cut off where it would be a flood.
(define (shown object)
  (let ((port (open-output-string)))
    (write object port)
    (let ((text (get-output-string port)))
      (if (< (string-length text) 1000)
          text
          (string-append (string-copy text 0 1000) " ...")))))

(define (path runner)
  (let loop ((names (test-runner-group-path runner)) (text ""))
    (if (pair? names)
        (loop (cdr names) (string-append text (if (string=? text "") "" " / ") (shown-name (car names))))
        text)))

(define (shown-name name)
  (if (string? name) name (shown name)))

;; (test-on-test-begin-simple runner)
;; (test-on-test-end-simple runner)
;; (test-on-group-begin-simple runner name count)
;; (test-on-group-end-simple runner)
;; (test-on-bad-count-simple runner actual-count expected-count)
;; (test-on-bad-end-name-simple runner begin-name end-name)
;; (test-on-final-simple runner)
;; The call-backs of the simple runner.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert #t))
;;     (test-on-final-simple r)) prints # of expected passes      1\n

;; (test-on-test-begin-simple runner) prints nothing.
(define (test-on-test-begin-simple runner) #f)

;; Prints tests that failed and those that passed against expectation.
(define (test-on-test-end-simple runner)
  (let ((kind (test-result-kind runner)))
    (if (memq kind '(fail xpass))
        (let ((alist (test-result-alist runner)))
          (define (line label property show)
            (let ((entry (assq property alist)))
              (if entry (say "  " label (show (cdr entry))))))
          (say (if (eq? kind 'fail) "FAIL " "XPASS ") (path runner)
               (let ((name (test-runner-test-name runner)))
                 (if (equal? name "") "" (string-append ": " (shown-name name)))))
          (let ((file (test-result-ref runner 'source-file)))
            (if file (say "  at " file ":" (test-result-ref runner 'source-line "?"))))
          (line "form:     " 'source-form shown)
          (line "expected: " 'expected-value shown)
          (line "expected error: " 'expected-error shown)
          (line "found:    " 'actual-value shown)
          (line "raised:   " 'actual-error
                (lambda (object)
                  (if (error-object? object) (condition->string object) (shown object))))))))

(define (test-on-group-begin-simple runner name count) #f)
(define (test-on-group-end-simple runner) #f)

;; (test-on-bad-count-simple runner actual expected) prints both counts.
(define (test-on-bad-count-simple runner actual expected)
  (say "WRONG COUNT " (path runner) ": " expected " tests were announced, there were " actual))

(define (test-on-bad-end-name-simple runner begin-name end-name)
  (error "test-end: this is not the name of the innermost group:" end-name begin-name))

;; (test-on-final-simple runner) prints the counts that are not 0.
(define (test-on-final-simple runner)
  (define (line label count)
    (if (> count 0) (say label count)))
  (line "# of expected passes      " (test-runner-pass-count runner))
  (line "# of expected failures    " (test-runner-xfail-count runner))
  (line "# of unexpected successes " (test-runner-xpass-count runner))
  (line "# of unexpected failures  " (test-runner-fail-count runner))
  (line "# of skipped tests        " (test-runner-skip-count runner)))

;;; The runner in use.

;; (test-runner-current [runner]) -> runner or #f
;; The runner in use, a parameter; with an argument it is set.
;; (test-runner-current) => #f
(define test-runner-current (make-parameter #f))

;; (test-runner-factory [procedure]) -> procedure
;; The procedure that makes runners, a parameter.
;; (eq? (test-runner-factory) test-runner-simple) => #t
(define test-runner-factory (make-parameter test-runner-simple))

;; (test-runner-create) -> runner
;; A new runner of the factory.
;; (test-runner? (test-runner-create)) => #t
(define (test-runner-create)
  ((test-runner-factory)))

;; (test-runner-get) -> runner
;; The runner in use; without one it raises.
;; (test-runner? (test-with-runner (test-runner-null) (test-runner-get))) => #t
;; (test-runner-get) error T3010
(define (test-runner-get)
  (or (test-runner-current)
      (error "test-runner-get: there is no current test runner; test-begin makes one")))
