;;; SRFI 64: groups, and running one test.

(define (count-in-group! runner)
  (if (pair? (runner-groups runner))
      (let ((group (car (runner-groups runner))))
        (set-group-count! group (+ (group-count group) 1)))))

;; (test-begin name [count])
;; Enters a group, with a new runner if there is none; count announces the number of tests.
;; (begin (test-begin "sums") (test-eqv 4 (+ 2 2)) (test-end "sums")) prints # of expected passes      1\n
(define test-begin
  (case-lambda
    ((name) (test-begin name #f))
    ((name count)
     (let ((installed (not (test-runner-current))))
       (if installed (test-runner-current (test-runner-create)))
       (let ((runner (test-runner-current)))
         (set-alist! runner (list (cons 'test-name name)))
         ((test-runner-on-group-begin runner) runner name count)
         (set-groups! runner
                      (cons (make-group name count 0 (runner-skips runner) (runner-fails runner) installed)
                            (runner-groups runner))))))))

;; (test-end [name])
;; Leaves the innermost group.
;; (begin (test-begin "sums") (test-eqv 5 (+ 2 3)) (test-end)) prints # of expected passes      1\n
;; (test-end) error T3010
(define (test-end . name)
  (let* ((runner (test-runner-get)) (groups (runner-groups runner)))
    (if (null? groups) (error "test-end: there is no group to end"))
    (let ((group (car groups)))
      (set-alist! runner (list (cons 'test-name (group-name group))))
      (if (and (pair? name) (car name) (not (equal? (car name) (group-name group))))
          ((test-runner-on-bad-end-name runner) runner (group-name group) (car name)))
      (if (and (group-expected group) (not (= (group-expected group) (group-count group))))
          ((test-runner-on-bad-count runner) runner (group-count group) (group-expected group)))
      ((test-runner-on-group-end runner) runner)
      (set-groups! runner (cdr groups))
      (set-skips! runner (group-skips group))
      (set-fails! runner (group-fails group))
      (count-in-group! runner)
      (if (null? (cdr groups)) (finish runner))
      (if (group-installed? group) (test-runner-current #f)))))

(define (finish runner)
  (set-final! runner #t)
  ((test-runner-on-final runner) runner))

;; What test-group expands to.
(define (run-group name thunk)
  (let ((runner (test-runner-current)))
    (if (and runner (skip-group? runner name))
        (begin
          (set-skip! runner (+ (test-runner-skip-count runner) 1))
          (count-in-group! runner))
        (dynamic-wind
         (lambda () (test-begin name))
         thunk
         (lambda () (test-end name))))))

(define (skip-group? runner name)
  (set-alist! runner (list (cons 'test-name name)))
  (any-match? (runner-skips runner) runner))

;; (test-apply [runner] specifier ... thunk)
;; Calls thunk; only tests that match one of the specifiers are run.
;; (let ((r (test-runner-null))) (test-apply r "b" (lambda () (test-assert "a" #t) (test-assert "b" #t)))
;;     (test-runner-pass-count r)) => 1
(define (test-apply first . others)
  (cond ((test-runner? first)
         (parameterize ((test-runner-current first)) (apply test-apply others)))
        ((test-runner-current)
         => (lambda (runner)
              (let* ((reversed (reverse (cons first others)))
                     (thunk (car reversed))
                     (specifiers (map specifier (reverse (cdr reversed))))
                     (outer (runner-wanted runner))
                     (inner (if (null? specifiers) outer specifiers)))
                (dynamic-wind
                 (lambda () (set-wanted! runner inner))
                 thunk
                 (lambda () (set-wanted! runner outer))))))
        (else
         (let ((runner (test-runner-create)))
           (parameterize ((test-runner-current runner)) (apply test-apply first others))
           (if (not (runner-final? runner)) (finish runner))))))

;;; One test.

;; skip, xfail or #f.
(define (kind-expected runner)
  (let* ((wanted (runner-wanted runner))
         (unwanted (not (or (eq? wanted #t) (any-match? wanted runner))))
         (skip (any-match? (runner-skips runner) runner))
         (fail (any-match? (runner-fails runner) runner)))
    (cond ((or unwanted skip) 'skip)
          (fail 'xfail)
          (else #f))))

(define (count-result! runner kind)
  (case kind
    ((pass) (set-pass! runner (+ (test-runner-pass-count runner) 1)))
    ((fail) (set-fail! runner (+ (test-runner-fail-count runner) 1)))
    ((xpass) (set-xpass! runner (+ (test-runner-xpass-count runner) 1)))
    ((xfail) (set-xfail! runner (+ (test-runner-xfail-count runner) 1)))
    ((skip) (set-skip! runner (+ (test-runner-skip-count runner) 1))))
  (set-final! runner #f)
  (count-in-group! runner))

;; Runs one test: (check runner) says whether it passed; `place` is a thunk whose code stands where the test does.
(define (run-test name form place check)
  (let ((runner (test-runner-get)))
    (set-alist! runner (list (cons 'source-form form)))
    (note-place! runner place)
    (if name (test-result-set! runner 'test-name name))
    (let ((expected (kind-expected runner)))
      (if expected (test-result-set! runner 'result-kind expected))
      ((test-runner-on-test-begin runner) runner)
      (if (not (eq? expected 'skip))
          (let ((passed (guard (object (#t (test-result-set! runner 'actual-error object) #f))
                          (check runner))))
            (test-result-set! runner 'result-kind
                              (if passed
                                  (if expected 'xpass 'pass)
                                  (if expected 'xfail 'fail)))))
      (count-result! runner (test-result-kind runner))
      ((test-runner-on-test-end runner) runner))))

(define (run-assertion name form thunk)
  (run-test name form thunk
            (lambda (runner)
              (let ((value (thunk)))
                (test-result-set! runner 'actual-value value)
                value))))

(define (run-comparison same? name form expected-thunk thunk)
  (run-test name form thunk
            (lambda (runner)
              (let ((expected (expected-thunk)))
                (test-result-set! runner 'expected-value expected)
                (let ((value (thunk)))
                  (test-result-set! runner 'actual-value value)
                  (same? expected value))))))

;; The equivalence of test-approximate.
(define (within error)
  (lambda (expected value)
    (and (>= value (- expected error)) (<= value (+ expected error)))))

;; Whether a raised object is of a type: a predicate, the code or the kind of a condition, or #t for any object.
(define (error-of-type? type object)
  (cond ((procedure? type) (type object))
        ((symbol? type)
         (and (error-object? object)
              (or (eq? type (condition-kind object)) (eq? type (condition-code object)))))
        (else #t)))

(define (run-error-test name form type-thunk thunk)
  (run-test name form thunk
            (lambda (runner)
              (let ((type (type-thunk)))
                (test-result-set! runner 'expected-error type)
                (guard (object (#t (test-result-set! runner 'actual-error object)
                                   (error-of-type? type object)))
                  (test-result-set! runner 'actual-value (thunk))
                  #f)))))

;;; Places.

;; The file that was read last and the offsets of its line ends.
(define known-file #f)
(define line-ends (vector))

(define (read-line-ends! file)
  (set! known-file file)
  (set! line-ends
        (guard (object (#t (vector)))
          (call-with-port (open-binary-input-file file)
            (lambda (port)
              (let loop ((offset 0) (ends '()))
                (let ((byte (read-u8 port)))
                  (cond ((eof-object? byte) (list->vector (reverse ends)))
                        ((= byte 10) (loop (+ offset 1) (cons offset ends)))
                        (else (loop (+ offset 1) ends))))))))))

;; The number of the line that holds an offset, by bisection.
(define (line-at offset)
  (let loop ((low 0) (high (vector-length line-ends)))
    (if (= low high)
        (+ low 1)
        (let ((middle (quotient (+ low high) 2)))
          (if (< (vector-ref line-ends middle) offset)
              (loop (+ middle 1) high)
              (loop low middle))))))

(define (note-place! runner thunk)
  (let ((place (fn/source thunk)))
    (if place
        (begin
          (if (not (equal? (car place) known-file)) (read-line-ends! (car place)))
          (test-result-set! runner 'source-file (car place))
          (if (> (vector-length line-ends) 0)
              (test-result-set! runner 'source-line (line-at (cadr place))))))))

;; (test-read-eval-string string) -> object
;; The value of the only datum in the string.
;; (test-read-eval-string "(+ 3 4)") => 7
;; (test-read-eval-string "1 2") error T3010
(define (test-read-eval-string string)
  (let* ((port (open-input-string string)) (form (read port)))
    (cond ((eof-object? form) (error "test-read-eval-string: there is nothing to read in" string))
          ((eof-object? (peek-char port)) (eval form (interaction-environment)))
          (else (error "test-read-eval-string: there is more than one datum in" string)))))
