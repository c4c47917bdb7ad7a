;;; Whichever allocation fails while text is read, written and evaluated: an answer or a condition, a sound heap.
;; proves: R12
;; options: -I tests/support
(import (scheme base) (scheme eval) (scheme read) (scheme write) (tiercel-test failing))
(define (written x) (let ((port (open-output-string))) (write x port) (get-output-string port)))

(every-failure "reading" '(1 (2 "three" #\4) #(5 6.5) . sym)
  (lambda () (read (open-input-string "(1 (2 \"three\" #\\4) #(5 6.5) . sym)"))))
;; => reading ok
(every-failure "writing" "(1 (2 \"three\" #\\4) #(5 6.5) . sym)"
  (lambda () (written (cons 1 (cons (list 2 "three" #\4) (cons #(5 6.5) 'sym))))))
;; => writing ok
(every-failure "cycles" "#0=(1 2 . #0#)"
  (lambda () (let ((l (list 1 2))) (set-cdr! (cdr l) l) (written l))))
;; => cycles ok
(every-failure "lines" '("one" "two" "three")
  (lambda ()
    (let ((port (open-input-string "one\ntwo\nthree")))
      (let loop ((lines '()))
        (let ((line (read-line port)))
          (if (eof-object? line) (reverse lines) (loop (cons line lines))))))))
;; => lines ok
(every-failure "evaluation" 49
  (lambda () (eval '(let loop ((i 0) (sum 0)) (if (= i 7) (* sum 7) (loop (+ i 1) (+ sum 1)))) (environment '(scheme base)))))
;; => evaluation ok
