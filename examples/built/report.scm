;;; The Scheme part of host.c: it gets its numbers as a command line, works, writes, and says how it went by its exit status.
;;;
;;;   tiercel build --shared examples/built/report.scm -o libreport.so
;; args: 3 4 5 x
;; exit: 3
(import (scheme base) (scheme process-context) (scheme write))

(define (mean numbers) (/ (apply + numbers) (length numbers)))

(let loop ((words (cdr (command-line))) (numbers '()))
  (cond ((null? words)
         (display "mean: ")
         (write (if (null? numbers) 0 (mean numbers)))
         (newline))
        ((string->number (car words)) => (lambda (number) (loop (cdr words) (cons number numbers))))
        (else
         (display "not a number: ") ;; => not a number: x
         (display (car words))
         (newline)
         (display "mean: ") ;; => mean: 4
         (write (mean numbers))
         (newline)
         (exit 3))))
