;;; (srfi 28): format, text by a template.
(define-library (srfi 28)
  (import (scheme base) (scheme write))
  (export format)
  (begin
    ;; (format template object ...) -> string
    ;; The template with ~a replaced by what display prints of the next object, ~s by what write prints of it, ~% by a
    ;; newline and ~~ by a tilde.
    ;; (format "~a is ~s" 'x "y") => "x is \"y\""
    ;; (format "~a") error T3010
    (define (format template . objects)
      (let ((port (open-output-string))
            (end (string-length template)))
        (let loop ((start 0) (at 0) (objects objects))
          (cond ((= at end)
                 (write-string template port start end)
                 (get-output-string port))
                ((char=? (string-ref template at) #\~)
                 (write-string template port start at)
                 (loop (+ at 2) (+ at 2) (insert-directive template (+ at 1) objects port)))
                (else (loop start (+ at 1) objects))))))

    ;; Writes what the directive whose letter is at `at` stands for; the objects that are left.
    (define (insert-directive template at objects port)
      (when (= at (string-length template))
        (error "format: the template ends after a tilde" template))
      (case (string-ref template at)
        ((#\a) (insert-object display template objects port))
        ((#\s) (insert-object write template objects port))
        ((#\%) (newline port) objects)
        ((#\~) (write-char #\~ port) objects)
        (else (error "format: expected ~a, ~s, ~% or ~~, found" (string #\~ (string-ref template at))))))

    (define (insert-object print template objects port)
      (when (null? objects)
        (error "format: more directives than objects in" template))
      (print (car objects) port)
      (cdr objects))))
