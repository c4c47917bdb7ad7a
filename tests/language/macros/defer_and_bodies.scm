;;; Bodies: definitions anywhere, macros that define, defer on every way out.
;; proves: E4 R11
(define (show . objects) (for-each (lambda (x) (display x) (display " ")) objects) (newline))

(define (mixed x)
  (define a (* x 2))
  (show "a is" a)
  (define-values (b . c) (values a 1 2))
  (define-record-type point (make-point x) point? (x point-x))
  (begin (define d (make-point b)))
  (list (point-x d) c))
(show (mixed 3))                                           ;; => a is 6
                                                           ;; => (6 (1 2))
(define-syntax define-pair
  (syntax-rules () ((_ name value) (begin (define hidden value) (define (name) (cons hidden hidden))))))
(define (uses) (define hidden 0) (define-pair one 1) (define-pair two 2) (list hidden (one) (two)))
(show (uses))                                              ;; => (0 (1 . 1) (2 . 2))

(define (leave how)
  (call/cc
   (lambda (k)
     (let ()
       (defer (show "outer"))
       (when (eq? how 'early) (k 'escaped))
       (defer (show "inner"))
       (when (eq? how 'error) (raise 'failed))
       'done))))
(show (leave 'normal))                                     ;; => inner
                                                           ;; => outer
                                                           ;; => done
(show (leave 'early))                                      ;; => outer
                                                           ;; => escaped
(show (try (leave 'error) (catch e e)))                    ;; => inner
                                                           ;; => outer
                                                           ;; => failed
