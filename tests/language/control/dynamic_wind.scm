;;; dynamic-wind around normal returns, escapes, re-entry, errors, and nesting.
;; proves: R11
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))
(define trace '())
(define (note x) (set! trace (cons x trace)))
(define (report) (show (reverse trace)) (set! trace '()))

(dynamic-wind (lambda () (note 'in)) (lambda () (note 'body)) (lambda () (note 'out)))
(report)                                                   ;; => (in body out)
(show (call/cc (lambda (k) (dynamic-wind (lambda () (note 'in)) (lambda () (k 'escaped)) (lambda () (note 'out))))))
;; => escaped
(report)                                                   ;; => (in out)

(let ((path '()) (c #f))
  (let ((add (lambda (s) (set! path (cons s path)))))
    (dynamic-wind (lambda () (add 'connect))
                  (lambda () (add (call/cc (lambda (c0) (set! c c0) 'talk1))))
                  (lambda () (add 'disconnect)))
    (if (< (length path) 4) (c 'talk2) (show (reverse path)))))
;; => (connect talk1 disconnect connect talk2 disconnect)

;; Nested: leave two, enter two others.
(define inside #f)
(define count 0)
(dynamic-wind
  (lambda () (note 'a-in))
  (lambda () (dynamic-wind (lambda () (note 'b-in)) (lambda () (call/cc (lambda (k) (set! inside k))) (note 'b)) (lambda () (note 'b-out))))
  (lambda () (note 'a-out)))
(set! count (+ count 1))
(if (= count 1)
    (dynamic-wind (lambda () (note 'c-in)) (lambda () (inside 'again)) (lambda () (note 'c-out))))
(report)
;; => (a-in b-in b b-out a-out c-in c-out a-in b-in b b-out a-out)

;; The after thunk runs in the dynamic state outside; an escape from it replaces the one under way.
(show (call/cc (lambda (outer)
        (dynamic-wind (lambda () #f)
                      (lambda () (call/cc (lambda (inner) (dynamic-wind (lambda () #f) (lambda () (inner 1)) (lambda () (outer 'replaced)))))
                                 'not-reached)
                      (lambda () (note 'outer-after))))))
;; => replaced
(report)                                                   ;; => (outer-after)
(show (guard (e (#t (list 'caught e)))
        (dynamic-wind (lambda () (note 'in)) (lambda () (raise 'oops)) (lambda () (note 'out)))))   ;; => (caught oops)
(report)                                                   ;; => (in out)
(show (call-with-values (lambda () (dynamic-wind (lambda () #f) (lambda () (values 1 2 3)) (lambda () #f))) list))
;; => (1 2 3)
