;;; Pairs and lists.
;;;
;;; A row: (define-primitive NAME
;;;   (lib LIBRARY ...)                     exported from these; (tiercel kernel) for what only lib/ may use (%names)
;;;   (sig (PARAMETER ...) RESULT)          PARAMETER = (name type); `(optional (name type))` and `(rest (name type))` last
;;;   (effects EFFECT ...)                  pure foldable reads writes allocates raises deep collects
;;;   (c SYMBOL) [(op OPCODE)] [(fast)]     body; opcode row in opcodes.scm; body in prims/fast.h
;;;   [(two SYMBOL)]                        of a variadic row: Value SYMBOL(Context*, Value, Value) for two arguments,
;;;                                         which checks them itself; what a procedure value does when called with two
;;;   [(floats)]                            a program that calls it computes with floats: they are worth code of their own
;;;   (doc "...") (example EXPR RESULT) ... [(error EXPR CODE) ...])
;;; Types: any pair list null boolean char string symbol vector bytevector procedure number real rational integer
;;;   exact-integer index fixnum byte flonum port input-port output-port hash-table record promise eof condition ...
;;; The generated check tests the tags before the body runs, so the body may assume them.
;;; Bodies: Value SYMBOL(Context*, Value...) for 0 to 3 parameters without rest (a missing optional one is v_default);
;;;   otherwise Value SYMBOL(Context*, int64_t argc, const Value* argv).

(define-primitive car (lib (scheme base)) (sig ((pair pair)) any) (effects reads raises foldable) (c prim_car) (op car) (fast)
  (doc "The first field of @pair.") (example (car '(1 2 3)) 1) (error (car 5) T3001))
(define-primitive cdr (lib (scheme base)) (sig ((pair pair)) any) (effects reads raises foldable) (c prim_cdr) (op cdr) (fast)
  (doc "The second field of @pair.") (example (cdr '(a b)) (b)) (error (cdr '()) T3001))
(define-primitive cons (lib (scheme base)) (sig ((first any) (second any)) pair) (effects allocates) (c prim_cons) (op cons) (fast)
  (doc "A new pair of @first and @second.") (example (cons 1 2) (1 . 2)))
(define-primitive cadr (lib (scheme base)) (sig ((pair pair)) any) (effects reads raises foldable) (c prim_cadr) (op cadr) (fast)
  (doc "The car of the cdr of @pair.") (example (cadr '(1 2 3)) 2) (error (cadr '(1)) T3001))
(define-primitive cddr (lib (scheme base)) (sig ((pair pair)) any) (effects reads raises foldable) (c prim_cddr) (op cddr) (fast)
  (doc "The cdr of the cdr of @pair.") (example (cddr '(1 2 3)) (3)) (error (cddr '(1)) T3001))
(define-primitive set-car! (lib (scheme base)) (sig ((pair pair) (value any)) any) (effects writes raises) (c prim_set_car) (op set-car) (fast)
  (doc "Stores @value in the first field of @pair.") (example (let ((p (cons 1 2))) (set-car! p 9) p) (9 . 2)) (error (set-car! '() 1) T3001))
(define-primitive set-cdr! (lib (scheme base)) (sig ((pair pair) (value any)) any) (effects writes raises) (c prim_set_cdr) (op set-cdr) (fast)
  (doc "Stores @value in the second field of @pair.") (example (let ((p (cons 1 2))) (set-cdr! p 9) p) (1 . 9)) (error (set-cdr! 5 1) T3001))
(define-primitive pair? (lib (scheme base)) (sig ((object any)) boolean) (effects pure foldable) (c prim_is_pair) (op is-pair) (fast)
  (doc "Whether @object is a pair.") (example (pair? '(1)) #t) (example (pair? '()) #f))
(define-primitive null? (lib (scheme base)) (sig ((object any)) boolean) (effects pure foldable) (c prim_is_null) (op is-null) (fast)
  (doc "Whether @object is the empty list, or nil, which also ends lists.") (example (null? '()) #t) (example (null? '(1)) #f))
