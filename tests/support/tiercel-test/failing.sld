;;; (tiercel-test failing): every allocation of a workload fails once.
;;;
;;; (every-failure "name" expected workload) runs the thunk again and again, with the first allocation failing, then the
;;; second, and so on until it needs no more.  Each run has to end with the expected answer or with the out-of-memory
;;; condition T4002, and the heap has to be sound afterwards.  Prints the name and `ok`, or what went wrong.
(define-library (tiercel-test failing)
  (import (scheme base) (scheme write) (tiercel conditions) (tiercel memory))
  (export every-failure)
  (begin
    (define verify-every 64)

    ;; What one run came to: (left . answer), or the symbol out-of-memory, or the object that was raised instead.
    (define (attempt n workload)
      (guard (e ((begin (fail-allocation! 0) (and (error-object? e) (eq? (condition-code e) 'T4002))) 'out-of-memory)
                (#t (list 'raised e)))
        (fail-allocation! n)
        (let ((answer (workload)))
          (let poll ((i 0)) (if (< i 2) (poll (+ i 1))))    ; where a failure that was noted last is told of
          (cons (fail-allocation! 0) answer))))

    (define (every-failure name expected workload)
      (let loop ((n 1) (failures 0))
        (if (= 0 (modulo n verify-every)) (collect-garbage 'verify))
        (let ((outcome (attempt n workload)))
          (cond ((eq? outcome 'out-of-memory) (loop (+ n 1) (+ failures 1)))
                ((not (and (pair? outcome) (integer? (car outcome)) (equal? (cdr outcome) expected)))
                 (report name n outcome))
                ((> (car outcome) 0) (collect-garbage 'verify) (report name failures 'ok))
                (else (loop (+ n 1) failures))))))

    (define (report name n outcome)
      (display name)
      (cond ((and (eq? outcome 'ok) (> n 0)) (display " ok"))
            (else (display " ") (write n) (display " ") (write outcome)))
      (newline))))
