;;; What (tiercel-test assert) says of assertions that fail: a suite that finds nothing would prove nothing.
;; options: -I tests/support
;; exit: 1
(import (scheme base) (scheme inexact) (tiercel-test assert))
(test-section "4.1")
(test '(1 +nan.0) (list 1 (sqrt +nan.0)))
(test 0.0 -0.0)             ;; => FAILED 4.1: -0.0
                            ;; =>   expected 0.0
                            ;; =>   found    -0.0
(test 1 (car 5))            ;; => FAILED 4.1: (car 5)
                            ;; =>   expected 1
                            ;; =>   found    raised car: expected a pair as argument 1, found 5
(test 1 (values 1 2))       ;; => FAILED 4.1: (values 1 2)
                            ;; =>   expected 1
                            ;; =>   found    the values (1 2)
(test-values (list 1 2) (values 1 2))
(test-values (list) (values 3))    ;; => FAILED 4.1: (values 3)
                            ;; =>   expected ()
                            ;; =>   found    (3)
(test-section "")
(test-error (raise 1))
(test-error "T3001" (car 1))
(test-error "T3002" (car 1))   ;; => FAILED (car 1)
                            ;; =>   expected T3002
                            ;; =>   found    T3001, raised car: expected a pair as argument 1, found 1
(test-error "T3002" (raise 'x))    ;; => FAILED (raise (quote x))
                            ;; =>   expected T3002
                            ;; =>   found    no condition, raised x
(test-error 1)              ;; => FAILED 1
                            ;; =>   expected an error
                            ;; =>   found    the values (1)
(test-end)                  ;; => 4 assertions passed, 7 failed
