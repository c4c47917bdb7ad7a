;;; SRFI 64: specifiers.  A specifier is a procedure (specifier runner), a number of tests or the name of a test.

(define (specifier object)
  (cond ((procedure? object) object)
        ((exact-integer? object) (test-match-nth 1 object))
        ((string? object) (test-match-name object))
        (else (error "this is no test specifier:" object))))

;; (test-match-name name) -> specifier
;; Matches the tests of this name.
;; ((test-match-name "a") (test-runner-null)) => #f
(define (test-match-name name)
  (lambda (runner) (equal? name (test-runner-test-name runner))))

;; (test-match-nth n [count]) -> specifier
;; Matches the n-th time it is asked and the count - 1 times that follow.
;; (let ((s (test-match-nth 2)) (r (test-runner-null))) (list (s r) (s r) (s r))) => (#f #t #f)
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

;; (test-match-any object ...) -> specifier
;; (test-match-all object ...) -> specifier
;; Matches what one, or every one, of the specifiers matches; an object may be a specifier, a number of tests or a name.
;; ((test-match-all 1 (test-match-nth 1)) (test-runner-null)) => #t
(define (test-match-any . objects)
  (let ((specifiers (map specifier objects)))
    (lambda (runner) (any-match? specifiers runner))))
(define (test-match-all . objects)
  (let ((specifiers (map specifier objects)))
    (lambda (runner) (all-match? specifiers runner))))

;; (test-skip object ...)
;; (test-expect-fail object ...)
;; Until the end of the group the tests that the specifier matches are skipped, or expected to fail.
;; (let ((r (test-runner-null))) (test-with-runner r (test-skip 1) (test-assert #f)) (test-result-kind r)) => skip
;; (let ((r (test-runner-null))) (test-with-runner r (test-expect-fail 1) (test-assert #f))
;;     (test-result-kind r)) => xfail
(define (test-skip . objects)
  (let ((runner (test-runner-get)))
    (set-skips! runner (cons (apply test-match-all objects) (runner-skips runner)))))
(define (test-expect-fail . objects)
  (let ((runner (test-runner-get)))
    (set-fails! runner (cons (apply test-match-all objects) (runner-fails runner)))))
