;;; Pairs and lists.
;;;
;;; A row: (define-primitive NAME
;;;   (lib LIBRARY ...)                     exported from these; (tiercel kernel) for what only lib/ may use (%names)
;;;   (sig (PARAMETER ...) RESULT)          PARAMETER = (name type); `(optional (name type))` and `(rest (name type))` last
;;;   (effects EFFECT ...)                  pure foldable reads writes allocates raises deep collects
;;;   (c SYMBOL) [(op OPCODE)] [(fast)]     body; opcode row in opcodes.scm; body in prims/fast.h
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
