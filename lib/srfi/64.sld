;;; (srfi 64): test suites.
;;;
;;; A test runner is a record with the counts, the specifiers in force, the stack of groups, the properties of the
;;; current test and the call-backs.  The forms that make tests are macros over `run-test`, which gets thunks: a test
;;; that is skipped evaluates nothing, and the place of a thunk's code is the place of the test.
(define-library (srfi 64)
  (import (scheme base) (scheme case-lambda) (scheme write) (scheme read) (scheme eval) (scheme repl) (scheme file)
          (only (tiercel introspect) fn/source)
          (only (tiercel conditions) condition->string condition-kind condition-code))
  (export
    ;; suites
    test-begin test-end test-group test-group-with-cleanup
    ;; tests
    test-assert test-eqv test-eq test-equal test-approximate test-error test-read-eval-string
    ;; specifiers
    test-match-name test-match-nth test-match-any test-match-all test-skip test-expect-fail
    ;; runners
    test-runner? test-runner-current test-runner-get test-runner-simple test-runner-null test-runner-create
    test-runner-factory test-apply test-with-runner test-runner-reset
    ;; results
    test-result-kind test-passed? test-result-ref test-result-set! test-result-remove test-result-clear
    test-result-alist
    ;; call-backs
    test-runner-on-test-begin test-runner-on-test-begin! test-runner-on-test-end test-runner-on-test-end!
    test-runner-on-group-begin test-runner-on-group-begin! test-runner-on-group-end test-runner-on-group-end!
    test-runner-on-bad-count test-runner-on-bad-count! test-runner-on-bad-end-name test-runner-on-bad-end-name!
    test-runner-on-final test-runner-on-final!
    test-on-test-begin-simple test-on-test-end-simple test-on-group-begin-simple test-on-group-end-simple
    test-on-bad-count-simple test-on-bad-end-name-simple test-on-final-simple
    ;; components
    test-runner-pass-count test-runner-fail-count test-runner-xpass-count test-runner-xfail-count
    test-runner-skip-count test-runner-test-name test-runner-group-path test-runner-group-stack
    test-runner-aux-value test-runner-aux-value!)
  (include "64/runner.scm" "64/simple.scm" "64/specifiers.scm" "64/run.scm" "64/forms.scm"))
