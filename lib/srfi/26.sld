;;; (srfi 26): cut and cute, procedures by an expression with holes.
;;;
;;; Both walk their elements from left to right.  A hole becomes a fresh parameter; the rest hole <...>, which must be the
;;; last element, becomes a rest parameter.  cute binds what is no hole to a variable outside of the procedure.
(define-library (srfi 26)
  (import (scheme base))
  (export cut cute)
  (begin
    ;; (cut operator operand ...) -> procedure
    ;; A procedure of as many parameters as there are holes <>, and of any number more if <...> is the last element; it
    ;; calls operator with the operands.  What is no hole is evaluated at each call.
    ;; (map (cut * 2 <>) '(1 2 3)) => (2 4 6)
    ;; ((cut list 1 <> 3 <...>) 2 4 5) => (1 2 3 4 5)
    (define-syntax cut
      (syntax-rules ()
        ((_ first . rest) (cut-from () () first . rest))))

    ;; (cut-from (parameter ...) (element-of-the-call ...) what-is-left ...)
    (define-syntax cut-from
      (syntax-rules (<> <...>)
        ((_ (parameter ...) (operator operand ...))
         (lambda (parameter ...) ((begin operator) operand ...)))
        ((_ (parameter ...) (operator operand ...) <...>)
         (lambda (parameter ... . rest) (apply operator operand ... rest)))
        ((_ parameters done <...> . more)
         (syntax-error "cut: <...> must be the last element and not the first" <...> . more))
        ((_ (parameter ...) (element ...) <> . more)
         (cut-from (parameter ... hole) (element ... hole) . more))
        ((_ parameters (element ...) expression . more)
         (cut-from parameters (element ... expression) . more))))

    ;; (cute operator operand ...) -> procedure
    ;; As cut, but what is no hole is evaluated once, when the procedure is made.
    ;; (let* ((n 0) (f (cute list (begin (set! n (+ n 1)) n) <>))) (f 'a) (f 'b)) => (1 b)
    (define-syntax cute
      (syntax-rules ()
        ((_ first . rest) (cute-from () () () first . rest))))

    ;; (cute-from ((variable expression) ...) (parameter ...) (element-of-the-call ...) what-is-left ...)
    (define-syntax cute-from
      (syntax-rules (<> <...>)
        ((_ bindings (parameter ...) (operator operand ...))
         (let bindings (lambda (parameter ...) (operator operand ...))))
        ((_ bindings (parameter ...) (operator operand ...) <...>)
         (let bindings (lambda (parameter ... . rest) (apply operator operand ... rest))))
        ((_ bindings parameters done <...> . more)
         (syntax-error "cute: <...> must be the last element and not the first" <...> . more))
        ((_ bindings (parameter ...) (element ...) <> . more)
         (cute-from bindings (parameter ... hole) (element ... hole) . more))
        ((_ (binding ...) parameters (element ...) expression . more)
         (cute-from (binding ... (value expression)) parameters (element ... value) . more))))))
