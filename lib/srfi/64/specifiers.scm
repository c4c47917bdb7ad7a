;;; SRFI 64: specifiers.  A specifier is a procedure (specifier runner), a number of tests or the name of a test.

(define (specifier object)
  (cond ((procedure? object) object)
        ((exact-integer? object) (test-match-nth 1 object))
        ((string? object) (test-match-name object))
        (else (error "this is no test specifier:" object))))

;; (test-match-name name) matches the tests of this name.
(define (test-match-name name)
  (lambda (runner) (equal? name (test-runner-test-name runner))))

;; (test-match-nth n [count]) matches the n-th time it is asked and the following count - 1 times.
(define test-match-nth
  (case-lambda
    ((n) (test-match-nth n 1))
    ((n count)
     (let ((asked 0))
       (lambda (runner)
         (set! asked (+ asked 1))
         (and (>= asked n) (< asked (+ n count))))))))

;; Whether one, or every one, of the specifiers matches.  All of them are asked: they may be counting.
(define (any-match? specifiers runner)
  (let loop ((rest specifiers) (matched #f))
    (if (pair? rest)
        (loop (cdr rest) (if ((car rest) runner) #t matched))
        matched)))
(define (all-match? specifiers runner)
  (let loop ((rest specifiers) (matched #t))
    (if (pair? rest)
        (loop (cdr rest) (if ((car rest) runner) matched #f))
        matched)))

;; (test-match-any object ...) matches what one of the specifiers matches, (test-match-all object ...) what all do.
(define (test-match-any . objects)
  (let ((specifiers (map specifier objects)))
    (lambda (runner) (any-match? specifiers runner))))
(define (test-match-all . objects)
  (let ((specifiers (map specifier objects)))
    (lambda (runner) (all-match? specifiers runner))))

;; (test-skip object ...), (test-expect-fail object ...): a test must match all of the specifiers of one call.
(define (test-skip . objects)
  (let ((runner (test-runner-get)))
    (set-skips! runner (cons (apply test-match-all objects) (runner-skips runner)))))
(define (test-expect-fail . objects)
  (let ((runner (test-runner-get)))
    (set-fails! runner (cons (apply test-match-all objects) (runner-fails runner)))))
