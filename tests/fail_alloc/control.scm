;;; Whichever allocation fails in the middle of control: an answer or a condition, winders run, a sound heap.
;; proves: R12
;; options: -I tests/support
(import (scheme base) (scheme lazy) (scheme write) (tiercel-test failing))

(every-failure "closures" 55
  (lambda ()
    (let ((adders (map (lambda (n) (lambda (x) (+ n x))) '(1 2 3 4 5 6 7 8 9 10))))
      (let loop ((all adders) (sum 0)) (if (null? all) sum (loop (cdr all) ((car all) sum)))))))
;; => closures ok
(every-failure "continuations" '(1 2 3 4 5)
  (lambda ()
    (let ((saved #f) (seen '()))
      (let ((n (call/cc (lambda (k) (set! saved k) 1))))
        (set! seen (cons n seen))
        (if (< n 5) (saved (+ n 1)) (reverse seen))))))
;; => continuations ok
(every-failure "generators" 45
  (lambda ()
    (let ((return #f) (resume #f))
      (define (next)
        (call/cc (lambda (r)
          (set! return r)
          (if resume (resume #f)
              (let loop ((i 0)) (call/cc (lambda (k) (set! resume k) (return i))) (loop (+ i 1)))))))
      (let loop ((n 0) (sum 0)) (if (= n 10) sum (loop (+ n 1) (+ sum (next))))))))
;; => generators ok
(define depth 0)
(every-failure "winders" '(0 done)
  (lambda ()
    (set! depth 0)
    (let ((answer (guard (e ((symbol? e) e))
                    (dynamic-wind (lambda () (set! depth (+ depth 1)))
                                  (lambda () (list 1 2 3) (raise 'done))
                                  (lambda () (set! depth (- depth 1)))))))
      (list depth answer))))
;; => winders ok
(every-failure "conditions" "wrong: (1 2)"
  (lambda ()
    (guard (e ((and (error-object? e) (equal? (error-object-message e) "wrong:"))
               (let ((port (open-output-string)))
                 (display (error-object-message e) port)
                 (display " " port)
                 (display (error-object-irritants e) port)
                 (get-output-string port))))
      (error "wrong:" 1 2))))
;; => conditions ok
(every-failure "parameters and values" '(1 2 (3 4) inner)
  (lambda ()
    (let ((p (make-parameter 'outer)))
      (call-with-values (lambda () (values 1 2 3 4))
        (lambda (a b . rest) (list a b rest (parameterize ((p 'inner)) (p))))))))
;; => parameters and values ok
(every-failure "promises" 10
  (lambda () (let loop ((n 10) (p (make-promise 0))) (if (= n 0) (force p) (loop (- n 1) (let ((q p)) (delay (+ 1 (force q)))))))))
;; => promises ok
