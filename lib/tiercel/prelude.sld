;;; (tiercel prelude): the forms and procedures beyond R7RS that scripts without imports and the REPL see.
(define-library (tiercel prelude)
  (import (tiercel core) (tiercel primitives) (tiercel kernel) (tiercel macros) (tiercel list))
  (export
    ;; forms
    def label defn fn defun function defmacro define-for-syntax begin-for-syntax quote-syntax
    -> ->> try protect defer with each while for break continue match doc
    ;; constants
    nil t true false
    ;; predicates
    nil? atom? cons? atom eq keyword?
    ;; procedures
    print println slurp spit now gensym funcall filter fold
    ;; compilation and tiers
    compile
    current-tier call-count promote! tier-status tier-threshold tier-promotions jit? jit/rejections
    ;; further primitives
    bytevector-fill! cons* append-reverse reverse! last-pair exact-rational? fixnum? flonum? open-append-file
    write-to-string display-to-string string-null? string-index string-search string-contains string-prefix?
    string-suffix? string-join string-split string-trim string-reverse symbol-append subvector)
  (begin
    ;; (funcall procedure argument ...) calls procedure.
    ;; (funcall + 1 2) => 3
    (define (funcall procedure . arguments) (apply procedure arguments))

    (define (lambda-expression? expression)
      (and (list? expression) (pair? expression) (eq? (car expression) 'lambda) (>= (length expression) 3)))

    ;; (compile name expression) is the procedure that the quoted lambda expression makes at the prompt or in the script
    ;; that is running. With a symbol as name, that variable is defined there to hold it; with nil, none is.
    ;; ((compile nil '(lambda (a b) (* a b))) 6 7) => 42
    ;; (begin (compile 'fact '(lambda (n) (if (= n 0) 1 (* n (fact (- n 1)))))) (fact 10)) => 3628800
    ;; (compile nil '(lambda)) error T3016
    (define (compile name expression)
      (if (not (or (symbol? name) (eq? name nil))) (%raise-type-error "compile" "a symbol or nil" 0 name))
      (if (not (lambda-expression? expression)) (%refuse-to-compile expression))
      ((%compile-datum (if (symbol? name)
                           (list 'begin (list 'define name expression) name)
                           expression)
                       (interaction-environment))))))
