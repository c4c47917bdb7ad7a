;;; The macro prelude: macro definitions and nothing else; the build refuses this file if it holds anything more.
;;;
;;; The macros refer to core forms, primitives and the kernel only, so that they work in an environment that has no
;;; other library.

;; (defn name (params) [doc] body ...): a procedure that cannot be assigned.  Several clauses make a case-lambda.
(define-syntax defn
  (syntax-rules ()
    ((_ name . procedure) (def name (fn . procedure)))))

;; (-> x form ...): x as the first argument of the first form, that as the first argument of the next, and so on.
(define-syntax ->
  (syntax-rules ()
    ((_ x) x)
    ((_ x (f argument ...) form ...) (-> (f x argument ...) form ...))
    ((_ x f form ...) (-> (f x) form ...))))

;; (->> x form ...): the same with the last argument.
(define-syntax ->>
  (syntax-rules ()
    ((_ x) x)
    ((_ x (f argument ...) form ...) (->> (f argument ... x) form ...))
    ((_ x f form ...) (->> (f x) form ...))))

;; (try body ... (catch e handler ...) (finally cleanup ...)): either clause may be absent.
(define-syntax try
  (syntax-rules (catch finally)
    ((_ body ... (catch e handler ...) (finally cleanup ...))
     (dynamic-wind
      (lambda () #f)
      (lambda () (try body ... (catch e handler ...)))
      (lambda () cleanup ...)))
    ((_ body ... (finally cleanup ...))
     (dynamic-wind (lambda () #f) (lambda () body ...) (lambda () cleanup ...)))
    ((_ body ... (catch e handler ...))
     (guard (e (#t handler ...)) body ...))
    ((_ body ...) (let () body ...))))

;; (protect body ...): the list (#t value), or (#f object) if the body raised object.
(define-syntax protect
  (syntax-rules ()
    ((_ body ...) (guard (object (#t (list #f object))) (list #t (let () body ...))))))

;; (defer cleanup ...): runs when the enclosing body is left, last first.
(define-syntax defer
  (syntax-rules ()
    ((_ cleanup ...) (%defer (lambda () cleanup ...)))))

;; (with (name acquire release) body ...): calls release with the value on every way out.
(define-syntax with
  (syntax-rules ()
    ((_ (name acquire release) body ...)
     (let ((name acquire))
       (dynamic-wind (lambda () #f) (lambda () body ...) (lambda () (release name)))))))

;; (each x sequence body ...), (each (key value) table body ...): a list, vector, string, bytevector, hash table or
;; generator from its beginning to its end; (break [value]) and (continue) inside.
(define-syntax each
  (syntax-rules ()
    ((_ (key value) table body ...)
     (%each-loop entry table
       (let ((key (car entry)) (value (cdr entry))) nil body ...)))
    ((_ . loop) (%each-loop . loop))))

;; (doc name)
;; Prints what is known about a name: usage, meaning, examples.
;; (doc no-such-name) prints nothing is known about no-such-name\n
(define-syntax doc
  (syntax-rules ()
    ((_ name)
     (write-string
      (cond ((documentation 'name))
            (else (string-append "nothing is known about " (display-to-string 'name) "\n")))))))
