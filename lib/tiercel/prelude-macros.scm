;;; The macro prelude: macro definitions and nothing else; the build refuses this file if it holds anything more.
;;;
;;; The macros refer to core forms, primitives and the kernel only, so that they work in an environment that has no
;;; other library.  The last rule of each says what was expected; the message stands at the use.

;; (defn name (parameter ...) [documentation] body ...)
;; (defn name [documentation] ((parameter ...) body ...) ...)
;; Defines a procedure that cannot be assigned. Several clauses make a case-lambda. The documentation is what `doc` shows.
;; (let () (defn area (w h) "The area of a rectangle." (* w h)) (area 3 4)) => 12
;; (let () (defn count ((a) 1) ((a b) 2)) (list (count 'x) (count 'x 'y))) => (1 2)
(define-syntax defn
  (syntax-rules ()
    ((_ name first . rest) (def name (fn first . rest)))
    ((_ . other) (syntax-error "defn: expected (defn name (parameter ...) [documentation] body ...)"))))

;; (-> value form ...)
;; Threads the value through the forms: it becomes the first argument of the first form, the result of that the first
;; argument of the next, and so on. A name stands for a call without further arguments.
;; (-> 5 (- 2) (list 1)) => (3 1)
;; (-> '(1 2 3) cdr car) => 2
(define-syntax ->
  (syntax-rules ()
    ((_ x) x)
    ((_ x (f argument ...) form ...) (-> (f x argument ...) form ...))
    ((_ x f form ...) (-> (f x) form ...))
    ((_ . other) (syntax-error "->: expected (-> value form ...)"))))

;; (->> value form ...)
;; As ->, but each value becomes the last argument.
;; (->> 5 (- 2) (list 1)) => (1 -3)
;; (->> '(1 2 3) (map (lambda (x) (* x x))) (apply +)) => 14
(define-syntax ->>
  (syntax-rules ()
    ((_ x) x)
    ((_ x (f argument ...) form ...) (->> (f argument ... x) form ...))
    ((_ x f form ...) (->> (f x) form ...))
    ((_ . other) (syntax-error "->>: expected (->> value form ...)"))))

;; (try body ... (catch name handler ...) (finally cleanup ...))
;; The value of the body. If it raises an object, that of the handlers, which see the object under the name. The cleanup
;; runs on every way out. Either clause may be absent.
;; (try (car 5) (catch e 'caught)) => caught
;; (let ((log '())) (try (set! log (cons 1 log)) (finally (set! log (cons 2 log)))) log) => (2 1)
(define-syntax try
  (syntax-rules (catch finally)
    ((_ (catch . clause) . rest) (syntax-error "try: expected a body before the catch clause"))
    ((_ (finally . clause) . rest) (syntax-error "try: expected a body before the finally clause"))
    ((_ body ... (finally . clause) (catch . other)) (syntax-error "try: the finally clause must be the last"))
    ((_ body ... (catch) (finally . other)) (syntax-error "try: expected (catch name handler ...)"))
    ((_ body ... (finally)) (syntax-error "try: expected (finally cleanup ...)"))
    ((_ body ... (catch e handler ...) (finally cleanup ...))
     (dynamic-wind
      (lambda () #f)
      (lambda () (try body ... (catch e handler ...)))
      (lambda () cleanup ...)))
    ((_ body ... (finally cleanup ...))
     (dynamic-wind (lambda () #f) (lambda () body ...) (lambda () cleanup ...)))
    ((_ body ... (catch e first handler ...))
     (guard (e (#t first handler ...)) body ...))
    ((_ body ... (catch . clause)) (syntax-error "try: expected (catch name handler ...)"))
    ((_ first body ...) (let () first body ...))
    ((_ . other) (syntax-error "try: expected (try body ... (catch name handler ...) (finally cleanup ...))"))))

;; (protect body ...)
;; The list (#t value), or (#f object) if the body raised the object.
;; (protect (+ 1 2)) => (#t 3)
;; (protect (raise 'boom)) => (#f boom)
(define-syntax protect
  (syntax-rules ()
    ((_ first body ...) (guard (object (#t (list #f object))) (list #t (let () first body ...))))
    ((_ . other) (syntax-error "protect: expected (protect body ...)"))))

;; (defer cleanup ...)
;; Runs the cleanup when the enclosing body is left, whatever way; the last deferred runs first.
;; (let ((log '())) (let () (defer (set! log (cons 'a log))) (defer (set! log (cons 'b log))) 1) log) => (a b)
(define-syntax defer
  (syntax-rules ()
    ((_ first cleanup ...) (%defer (lambda () first cleanup ...)))
    ((_ . other) (syntax-error "defer: expected (defer cleanup ...)"))))

;; (with (name acquire release) body ...)
;; Binds the name to the value of acquire, runs the body, and calls release with that value on every way out.
;; (let ((closed #f)) (list (with (x 10 (lambda (v) (set! closed v))) (+ x 1)) closed)) => (11 10)
(define-syntax with
  (syntax-rules ()
    ((_ (name acquire release) first body ...)
     (let ((name acquire))
       (dynamic-wind (lambda () #f) (lambda () first body ...) (lambda () (release name)))))
    ((_ . other) (syntax-error "with: expected (with (name acquire release) body ...)"))))

;; (each name sequence body ...)
;; (each (key value) table body ...)
;; Runs the body for every element of a list, vector, string, bytevector, hash table or generator; of a hash table the
;; elements are pairs. (break [value]) ends the loop, (continue) the round. The value is nil unless break says another.
;; (let ((sum 0)) (each x '(1 2 3) (set! sum (+ sum x))) sum) => 6
;; (each x #(1 5 3) (if (> x 4) (break x))) => 5
;; (let ((l '())) (each (k v) '((a . 1) (b . 2)) (set! l (cons k (cons v l)))) l) => (b 2 a 1)
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
            (else (string-append "nothing is known about " (display-to-string 'name) "\n")))))
    ((_ . other) (syntax-error "doc: expected (doc name)"))))
