;;; (tiercel-test assert): assertions for suites, programs with the directive `;; assertions`.
;;;
;;; An assertion that fails is printed with its section, its expression, what was expected and what was found, and the
;;; suite goes on.  The last line of a suite, printed by test-end, is what tools/testing/programs.py counts.  The library
;;; uses (scheme base) and little else, because what it uses cannot be tested with it.
(define-library (tiercel-test assert)
  (import (scheme base) (scheme inexact) (scheme write) (scheme process-context) (tiercel conditions))
  (export test test-values test-error test-section test-end)
  (begin
    (define passed 0)
    (define failed 0)
    (define section "")

    ;; (test-section "6.2.6") names the part of the standard that the following assertions are about.
    (define (test-section name)
      (set! section name))

    ;; The first characters of what `write` makes of an object.
    (define (shown object)
      (let ((port (open-output-string)))
        (write object port)
        (let ((text (get-output-string port)))
          (if (< (string-length text) 500)
              text
              (string-append (substring text 0 500) " ...")))))

    (define (fail expression expected found)
      (set! failed (+ failed 1))
      (for-each write-string
                (list "FAILED " section (if (string=? section "") "" ": ") (shown expression)
                      "\n  expected " expected "\n  found    " found "\n")))

    (define (raised-text object)
      (string-append "raised " (if (error-object? object) (condition->string object) (shown object))))

    ;; Calls thunk; gives (accept value ...) if it returns, (refuse object) if it raises.
    (define (outcome thunk accept refuse)
      ((call/cc
        (lambda (leave)
          (with-exception-handler
           (lambda (object) (leave (lambda () (refuse object))))
           (lambda ()
             (call-with-values thunk (lambda results (lambda () (apply accept results))))))))))

    ;; equal?, but that one NaN is as good as another, also in a list.
    (define (same? expected found)
      (cond ((equal? expected found) #t)
            ((and (real? expected) (real? found)) (and (nan? expected) (nan? found)))
            ((and (pair? expected) (list? expected) (list? found) (= (length expected) (length found)))
             (let loop ((expected expected) (found found))
               (or (null? expected)
                   (and (same? (car expected) (car found)) (loop (cdr expected) (cdr found))))))
            (else #f)))

    (define (check expression expected thunk)
      (outcome thunk
               (lambda found
                 (cond ((not (and (pair? found) (null? (cdr found))))
                        (fail expression (shown expected) (string-append "the values " (shown found))))
                       ((same? expected (car found)) (set! passed (+ passed 1)))
                       (else (fail expression (shown expected) (shown (car found))))))
               (lambda (object) (fail expression (shown expected) (raised-text object)))))

    (define (check-values expression expected thunk)
      (outcome thunk
               (lambda found
                 (if (same? expected found)
                     (set! passed (+ passed 1))
                     (fail expression (shown expected) (shown found))))
               (lambda (object) (fail expression (shown expected) (raised-text object)))))

    ;; code is a string, or #f for any object raised.
    (define (check-error expression code thunk)
      (outcome thunk
               (lambda found
                 (fail expression (if code code "an error") (string-append "the values " (shown found))))
               (lambda (object)
                 (if (or (not code)
                         (and (error-object? object) (eq? (condition-code object) (string->symbol code))))
                     (set! passed (+ passed 1))
                     (fail expression code
                           (string-append (if (error-object? object) (shown (condition-code object)) "no condition")
                                          ", " (raised-text object)))))))

    ;; (test expected expression): the value of the expression is equal? to the expected one.
    (define-syntax test
      (syntax-rules ()
        ((_ expected expression) (check 'expression expected (lambda () expression)))))

    ;; (test-values (list value ...) expression): the values of the expression are equal? to these.
    (define-syntax test-values
      (syntax-rules ()
        ((_ expected expression) (check-values 'expression expected (lambda () expression)))))

    ;; (test-error expression) or (test-error "T3001" expression): the expression raises, and with this code.
    (define-syntax test-error
      (syntax-rules ()
        ((_ expression) (check-error 'expression #f (lambda () expression)))
        ((_ code expression) (check-error 'expression code (lambda () expression)))))

    ;; (test-end) prints the count and ends the program: with status 1 if an assertion failed, or if there was none.
    (define (test-end)
      (for-each display
                (if (= failed 0)
                    (list passed " assertions passed\n")
                    (list passed " assertions passed, " failed " failed\n")))
      (exit (and (= failed 0) (> passed 0))))))
