;;; SRFI 64: the test runner, its results and call-backs.

;; (test-runner-pass-count runner) -> exact integer
;; (test-runner-fail-count runner) -> exact integer
;; (test-runner-xpass-count runner) -> exact integer
;; (test-runner-xfail-count runner) -> exact integer
;; (test-runner-skip-count runner) -> exact integer
;; The number of tests that passed, failed, passed or failed against or with expectation (x), or were skipped.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert #t)) (test-runner-pass-count r)) => 1

;; (test-result-alist runner) -> alist
;; The properties of the last test: result-kind, source-file, source-line, expected-value and others.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert 5)) (assq 'actual-value
;;     (test-result-alist r))) => (actual-value . 5)

;; (test-runner-aux-value runner) -> object
;; (test-runner-aux-value! runner object)
;; A place that is the program's own.
;; (let ((r (test-runner-null))) (test-runner-aux-value! r 1) (test-runner-aux-value r)) => 1

;; (test-runner-on-test-begin runner) -> procedure
;; (test-runner-on-test-begin! runner procedure)
;; (test-runner-on-test-end runner) -> procedure
;; (test-runner-on-test-end! runner procedure)
;; (test-runner-on-group-begin runner) -> procedure
;; (test-runner-on-group-begin! runner procedure)
;; (test-runner-on-group-end runner) -> procedure
;; (test-runner-on-group-end! runner procedure)
;; (test-runner-on-bad-count runner) -> procedure
;; (test-runner-on-bad-count! runner procedure)
;; (test-runner-on-bad-end-name runner) -> procedure
;; (test-runner-on-bad-end-name! runner procedure)
;; (test-runner-on-final runner) -> procedure
;; (test-runner-on-final! runner procedure)
;; The call-backs.  Each is called with the runner; on-group-begin also with the name and the count, on-bad-count
;; with the
;; actual and the announced count, on-bad-end-name with the names of the group and of the test-end.
;; (let ((r (test-runner-null))) (test-runner-on-test-end! r (lambda (r) (display (test-result-kind r))))
;;     (test-with-runner r (test-assert #t))) prints pass

;; (test-runner? object) -> boolean
;; Whether the object is a test runner.
;; (test-runner? (test-runner-null)) => #t
(define-record-type test-runner
  (new-runner pass fail xpass xfail skip skips fails wanted groups alist aux final
              on-test-begin on-test-end on-group-begin on-group-end on-bad-count on-bad-end-name on-final)
  test-runner?
  (pass test-runner-pass-count set-pass!)
  (fail test-runner-fail-count set-fail!)
  (xpass test-runner-xpass-count set-xpass!)
  (xfail test-runner-xfail-count set-xfail!)
  (skip test-runner-skip-count set-skip!)
  (skips runner-skips set-skips!)        ; specifiers of test-skip
  (fails runner-fails set-fails!)        ; specifiers of test-expect-fail
  (wanted runner-wanted set-wanted!)     ; specifiers of test-apply, or #t
  (groups runner-groups set-groups!)     ; the innermost first
  (alist test-result-alist set-alist!)
  (aux test-runner-aux-value test-runner-aux-value!)
  (final runner-final? set-final!)       ; whether the final call-back has been called since the last test
  (on-test-begin test-runner-on-test-begin test-runner-on-test-begin!)
  (on-test-end test-runner-on-test-end test-runner-on-test-end!)
  (on-group-begin test-runner-on-group-begin test-runner-on-group-begin!)
  (on-group-end test-runner-on-group-end test-runner-on-group-end!)
  (on-bad-count test-runner-on-bad-count test-runner-on-bad-count!)
  (on-bad-end-name test-runner-on-bad-end-name test-runner-on-bad-end-name!)
  (on-final test-runner-on-final test-runner-on-final!))

;; What test-begin pushes: the count it announced, or #f; how many tests and inner groups there were; the specifiers
;; that the matching test-end puts back; whether that takes the runner away.
(define-record-type group
  (make-group name expected count skips fails installed)
  group?
  (name group-name)
  (expected group-expected)
  (count group-count set-group-count!)
  (skips group-skips)
  (fails group-fails)
  (installed group-installed?))

;; (test-runner-null) -> runner
;; A runner that says nothing.
;; (test-runner-fail-count (test-runner-null)) => 0
(define (test-runner-null)
  (define (nothing . arguments) #f)
  (new-runner 0 0 0 0 0 '() '() #t '() '() #f #f
              nothing nothing nothing nothing nothing nothing nothing))

;; (test-runner-reset runner)
;; Makes the runner as new, but for its call-backs.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert #t)) (test-runner-reset r)
;;     (test-runner-pass-count r)) => 0
(define (test-runner-reset runner)
  (set-pass! runner 0)
  (set-fail! runner 0)
  (set-xpass! runner 0)
  (set-xfail! runner 0)
  (set-skip! runner 0)
  (set-skips! runner '())
  (set-fails! runner '())
  (set-wanted! runner #t)
  (set-groups! runner '())
  (set-alist! runner '())
  (set-final! runner #f))

;;; Where the runner is and what the last test gave.

;; (test-runner-group-stack runner) -> list of names
;; (test-runner-group-path runner) -> list of names
;; The names of the groups, the innermost first; the outermost first.
;; (let ((r (test-runner-null))) (test-with-runner r (test-begin "a") (test-begin "b"))
;;     (test-runner-group-path r)) => ("a" "b")
(define (test-runner-group-stack runner) (map group-name (runner-groups runner)))
(define (test-runner-group-path runner) (reverse (test-runner-group-stack runner)))

;; (test-runner-test-name runner) -> string
;; The name of the current test or group; "" if it has none.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert "name" #t)) (test-runner-test-name r)) => "name"
(define (test-runner-test-name runner) (test-result-ref runner 'test-name ""))

;; (test-result-ref runner property [default]) -> object
;; A property of the last test; #f if there is no default.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert 5)) (test-result-ref r 'actual-value)) => 5
(define test-result-ref
  (case-lambda
    ((runner property) (test-result-ref runner property #f))
    ((runner property default)
     (let ((entry (assq property (test-result-alist runner))))
       (if entry (cdr entry) default)))))

;; (test-result-set! runner property value)
;; (test-result-remove runner property)
;; (test-result-clear runner)
;; Change the properties of the last test.
;; (let ((r (test-runner-null))) (test-result-set! r 'colour 'red) (test-result-ref r 'colour)) => red

;; The list that test-result-alist has given keeps its properties: it is never changed, only replaced.
;; (test-result-set! runner property value), (test-result-remove runner property), (test-result-clear runner) change
;; them.
(define (test-result-set! runner property value)
  (set-alist! runner (cons (cons property value) (without property (test-result-alist runner)))))
(define (test-result-remove runner property)
  (set-alist! runner (without property (test-result-alist runner))))
(define (test-result-clear runner) (set-alist! runner '()))

(define (without property alist)
  (cond ((null? alist) '())
        ((eq? (caar alist) property) (cdr alist))
        (else (cons (car alist) (without property (cdr alist))))))

;; (test-result-kind [runner]) -> symbol or #f
;; What the last test gave: pass, fail, xpass, xfail or skip.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert #f)) (test-result-kind r)) => fail
(define test-result-kind
  (case-lambda
    (() (test-result-kind (test-runner-get)))
    ((runner) (test-result-ref runner 'result-kind))))

;; (test-passed? [runner]) -> boolean
;; Whether the last test passed, expected or not.
;; (let ((r (test-runner-null))) (test-with-runner r (test-assert #t)) (test-passed? r)) => #t
(define (test-passed? . runner)
  (and (memq (apply test-result-kind runner) '(pass xpass)) #t))
