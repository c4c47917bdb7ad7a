;;; SRFI 64: the test runner, its results and call-backs.

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

;; (test-runner-null) is a runner that says nothing.
(define (test-runner-null)
  (define (nothing . arguments) #f)
  (new-runner 0 0 0 0 0 '() '() #t '() '() #f #f
              nothing nothing nothing nothing nothing nothing nothing))

;; (test-runner-reset runner) makes it as new, but for its call-backs.
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

;; (test-runner-group-stack runner) is the list of the names of the groups, the innermost first; (test-runner-group-path
;; runner) the outermost first.
(define (test-runner-group-stack runner) (map group-name (runner-groups runner)))
(define (test-runner-group-path runner) (reverse (test-runner-group-stack runner)))

;; (test-runner-test-name runner) is the name of the current test or group, "" if it has none.
(define (test-runner-test-name runner) (test-result-ref runner 'test-name ""))

(define test-result-ref
  (case-lambda
    ((runner property) (test-result-ref runner property #f))
    ((runner property default)
     (let ((entry (assq property (test-result-alist runner))))
       (if entry (cdr entry) default)))))

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

(define test-result-kind
  (case-lambda
    (() (test-result-kind (test-runner-get)))
    ((runner) (test-result-ref runner 'result-kind))))

;; (test-passed? [runner]): the last test passed, expected or not.
(define (test-passed? . runner)
  (and (memq (apply test-result-kind runner) '(pass xpass)) #t))
