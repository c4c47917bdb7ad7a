;;; R7RS 6.14: exit runs all outstanding after thunks, innermost first, then ends the program with the status; files that
;;; are open are written out.
;; exit: 3
(import (scheme base) (scheme write) (scheme file) (scheme process-context))
(define port (open-output-file "/dev/stdout"))
(define (note x) (write x) (newline) (flush-output-port))
(dynamic-wind
 (lambda () (note 'outer-in))                              ;; => outer-in
 (lambda ()
   (dynamic-wind
    (lambda () (note 'inner-in))                           ;; => inner-in
    (lambda ()
      (write-string "written out at the end" port)
      (guard (e (#t (note 'never)))
        (with-exception-handler
         (lambda (e) (note (list 'handler e)) (exit 3))    ;; => (handler oops)
         (lambda () (raise 'oops)))))
    (lambda () (note 'inner-out))))                        ;; => inner-out
 (lambda () (note 'outer-out)))                            ;; => outer-out
(note 'never)                                              ;; => written out at the end
