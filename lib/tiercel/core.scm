;;; Contracts of the core forms and constants, which the expander implements (src/syntax/core_forms.h).  No library
;;; includes this file: it is read for documentation only.

;; (quote datum)
;; The datum itself, unevaluated; 'datum is the same.
;; '(a 1) => (a 1)

;; (quasiquote template)
;; The template as data, with the values of (unquote expression) and the elements of (unquote-splicing expression) put in
;; their places; `template is the same.
;; `(1 ,(+ 1 1) ,@(list 3 4)) => (1 2 3 4)

;; (unquote expression)
;; Inside quasiquote, stands for the value of the expression; ,expression is the same.
;; `(1 ,(+ 1 1)) => (1 2)

;; (unquote-splicing expression)
;; Inside quasiquote, stands for the elements of a list; ,@expression is the same.
;; `(1 ,@(list 2 3)) => (1 2 3)

;; (lambda (parameter ... [. rest]) body ...)
;; A procedure; a single name in place of the list of parameters is bound to the list of all arguments.
;; ((lambda (a . rest) (list a rest)) 1 2 3) => (1 (2 3))

;; (case-lambda ((parameter ...) body ...) ...)
;; A procedure with several clauses, of which the first that accepts the number of arguments is run.
;; ((case-lambda ((a) 'one) ((a b) 'two)) 1 2) => two

;; (named-lambda (name parameter ...) body ...)
;; A lambda whose procedure is called by the given name in messages.
;; ((named-lambda (twice x) (* 2 x)) 4) => 8

;; (fn (parameter ...) [documentation] body ...)
;; (fn [documentation] ((parameter ...) body ...) ...)
;; A procedure with an optional documentation string; several clauses make a case-lambda.
;; ((fn (x) "Doubles." (* 2 x)) 4) => 8

;; (set! name expression)
;; Assigns a variable that exists.
;; (let ((x 1)) (set! x 2) x) => 2

;; (if test then [else])
;; The value of then if the test is true, that is neither #f nor nil, otherwise that of else; nil where there is no else.
;; (if (> 3 2) 'yes 'no) => yes

;; (let ((name expression) ...) body ...)
;; (let name ((variable expression) ...) body ...)
;; Binds names to values that are computed outside; with a name in front, the body is a procedure of that name, which may
;; call itself to loop.
;; (let ((x 2) (y 3)) (* x y)) => 6
;; (let loop ((i 0)) (if (< i 5) (loop (+ i 1)) i)) => 5

;; (let* ((name expression) ...) body ...)
;; Binds names one after the other; each expression sees the names before it.
;; (let* ((x 1) (y (+ x 1))) (list x y)) => (1 2)

;; (letrec ((name expression) ...) body ...)
;; Binds names that all expressions see, for procedures that call each other.
;; (letrec ((even? (lambda (n) (or (= n 0) (odd? (- n 1)))))
;;          (odd? (lambda (n) (and (> n 0) (even? (- n 1))))))
;;   (even? 10)) => #t

;; (letrec* ((name expression) ...) body ...)
;; A letrec whose expressions are evaluated in order, so that later ones may use the values of earlier ones.
;; (letrec* ((a 1) (b (+ a 1))) b) => 2

;; (let-values (((name ...) expression) ...) body ...)
;; Binds the several values of each expression.
;; (let-values (((q r) (floor/ 7 2))) (list q r)) => (3 1)

;; (let*-values (((name ...) expression) ...) body ...)
;; Binds the several values of each expression, one expression after the other.
;; (let*-values (((a b) (values 1 2)) ((c) (values (+ a b)))) c) => 3

;; (do ((variable start [step]) ...) (test result ...) command ...)
;; A loop: variables start, the test ends it with the results, otherwise the commands run and the steps follow.
;; (do ((i 0 (+ i 1)) (sum 0 (+ sum i))) ((= i 4) sum)) => 6

;; (cond (test expression ...) ... [(else expression ...)])
;; The expressions of the first clause whose test is true; (test => procedure) calls the procedure with the test's value.
;; Without such a clause the value is nil.
;; (cond ((assv 2 '((1 . a) (2 . b))) => cdr) (else 'none)) => b

;; (case key ((datum ...) expression ...) ... [(else expression ...)])
;; The expressions of the first clause that lists a datum which is eqv? to the key.
;; (case (* 2 3) ((2 3 5 7) 'prime) ((1 4 6 8 9) 'composite)) => composite

;; (and test ...)
;; The value of the last test if all are true, else the first false one; #t without tests.
;; (and 1 2) => 2
;; (and #f (car 5)) => #f

;; (or test ...)
;; The value of the first true test, else the last one; #f without tests.
;; (or #f 2 (car 5)) => 2

;; (when test body ...)
;; The body if the test is true, else nil.
;; (when (> 2 1) 'a 'b) => b

;; (unless test body ...)
;; The body if the test is false, else nil.
;; (unless (> 1 2) 'a) => a

;; (parameterize ((parameter value) ...) body ...)
;; Gives parameter objects other values during the body; the converters of the parameters are applied.
;; (let ((p (make-parameter 1))) (list (parameterize ((p 2)) (p)) (p))) => (2 1)

;; (guard (name clause ...) body ...)
;; Evaluates the body; an object that is raised there is bound to the name and given to the clauses, which are those of
;; cond. If none applies, it is raised again in the context of the raise.
;; (guard (e ((symbol? e) (list 'caught e))) (raise 'oops)) => (caught oops)

;; (delay expression)
;; A promise that computes the expression when it is first forced, and keeps the value.
;; (force (delay (+ 1 2))) => 3

;; (delay-force expression)
;; A promise to what another promise, the value of the expression, gives; chains of them take constant space.
;; (force (delay-force (delay 3))) => 3

;; (function name)
;; The value of the name, for programs that come from other Lisps; #'name is the same.
;; (funcall #'car '(1 2)) => 1

;; (let-syntax ((keyword transformer) ...) body ...)
;; Binds macros for the body.
;; (let-syntax ((twice (syntax-rules () ((_ x) (* 2 x))))) (twice 4)) => 8

;; (letrec-syntax ((keyword transformer) ...) body ...)
;; Binds macros for the body that may use each other.
;; (letrec-syntax ((my-or (syntax-rules () ((_) #f) ((_ a b ...) (let ((x a)) (if x x (my-or b ...)))))))
;;   (my-or #f 5)) => 5

;; (quote-syntax datum)
;; A syntax object with the meaning that names have here; for procedural macros.
;; (no example: it has a meaning in bodies of macros only)

;; (begin expression ...)
;; Evaluates in order; the value is that of the last. At top level and in bodies it may hold definitions.
;; (begin 1 2 3) => 3

;; (define name expression)
;; (define (name parameter ...) body ...)
;; Defines a variable or a procedure.
;; (let () (define (square-of x) (* x x)) (square-of 5)) => 25

;; (def name [documentation] expression)
;; Defines a name that cannot be assigned; at the prompt it may be defined again.
;; (let () (def x 5) (+ x 1)) => 6

;; (label name expression)
;; Defines a name of any value, in a body like define.
;; (let () (label x 5) x) => 5

;; (defun name (parameter ...) [documentation] body ...)
;; Defines a procedure, for programs that come from other Lisps.
;; (let () (defun twice (x) (* 2 x)) (twice 4)) => 8

;; (define-values (name ... [. rest]) expression)
;; Defines the names as the several values of the expression.
;; (let () (define-values (q r) (floor/ 7 2)) (list q r)) => (3 1)

;; (define-record-type name (constructor field ...) predicate (field accessor [modifier]) ...)
;; Defines a type of records with its constructor, predicate, accessors and modifiers.
;; (let ()
;;   (define-record-type point (make-point x y) point? (x point-x) (y point-y set-point-y!))
;;   (let ((p (make-point 1 2))) (set-point-y! p 5) (list (point? p) (point-x p) (point-y p)))) => (#t 1 5)

;; (define-syntax keyword transformer)
;; Defines a macro; the transformer is syntax-rules or, with (tiercel syntax), a procedure.
;; (let () (define-syntax twice (syntax-rules () ((_ x) (* 2 x)))) (twice 4)) => 8

;; (defmacro name (parameter ...) body ...)
;; Defines a macro whose body computes the expansion as plain data; gensym makes names that nobody else has.
;; (let () (defmacro twice (x) (list '* 2 x)) (twice 4)) => 8

;; (define-for-syntax name expression)
;; (define-for-syntax (name parameter ...) body ...)
;; Defines a variable that exists while macros run.
;; (no example: it has a meaning at top level only)

;; (begin-for-syntax definition ...)
;; Definitions that exist while macros run.
;; (no example: it has a meaning at top level only)

;; (include file ...)
;; The forms of the files, as if they stood here; a path is relative to the file that includes.
;; (no example: it needs a file)

;; (include-ci file ...)
;; As include, but names in the files are folded to lower case.
;; (no example: it needs a file)

;; (cond-expand (requirement form ...) ... [(else form ...)])
;; The forms of the first clause whose requirement holds: a feature, (library NAME), or and, or, not of such.
;; (cond-expand (tiercel 'here) (else 'elsewhere)) => here

;; (syntax-error message form ...)
;; Ends the expansion with the message; for templates of macros that were used wrongly.
;; (eval '(syntax-error "no" x) (interaction-environment)) error T2013

;; (import import-set ...)
;; Makes the names of libraries visible; an import set is a library's name, or only, except, prefix or rename of one.
;; (no example: it has a meaning at top level only)

;; (define-library name declaration ...)
;; Defines a library by declarations: export, import, begin, include, include-ci, include-library-declarations, cond-expand.
;; (no example: it has a meaning at top level only)

;; (syntax-rules [ellipsis] (literal ...) (pattern template) ...)
;; A transformer: the first pattern that matches a use of the macro chooses the template, whose names keep the meaning they
;; have where the macro is defined.
;; (let-syntax ((swap (syntax-rules () ((_ a b) (list b a))))) (swap 1 2)) => (2 1)

;; => -> in clauses of cond, case and guard, what gives the value of the test to a procedure
;; (test => procedure) calls the procedure with the value of the test if that is true.
;; (cond ((memv 2 '(1 2 3)) => car) (else 'none)) => 2

;; ... -> in patterns and templates of syntax-rules and match, any number of what stands before it
;; It follows the part of a pattern or template that repeats.
;; (let-syntax ((all (syntax-rules () ((_ x ...) (list x ...))))) (all 1 2 3)) => (1 2 3)

;; _ -> in patterns of syntax-rules and match, anything
;; It matches any form and binds nothing.
;; (match '(1 2) ((_ x) x)) => 2

;; else -> in the last clause of cond, case, guard and cond-expand, what always holds
;; It introduces the clause that is taken when no other is.
;; (cond (#f 1) (else 2)) => 2

;; nil -> the object nil
;; Nothing: it is false, ends lists as the empty list does, and is distinct from #f and '().
;; (null? nil) => #t

;; t -> #t
;; The true boolean.
;; t => #t

;; true -> #t
;; The true boolean.
;; true => #t

;; false -> #f
;; The false boolean.
;; false => #f

;; (match expression (pattern [(when guard)] body ...) ...)
;; Evaluates the body of the first clause whose pattern fits the value, and whose guard, if there is one, is true. A name
;; fits anything and is bound; _ fits anything; numbers, strings, characters, booleans, nil, keywords and quoted data fit
;; what is equal to them. (p ...) and #(p ...) fit lists and vectors element by element, where p followed by an ellipsis
;; fits any number of elements. (? predicate p ...), (and p ...), (or p ...), (not p), (= accessor p) and ($ record-type
;; p ...) test what they say. In `(a ,p) the data stand for themselves and p is a pattern. It is an error if no clause
;; fits.
;; (match '(add 1 2) (('add a b) (+ a b)) (_ 'other)) => 3
;; (match '(1 2 3) ((first rest ...) (list first rest))) => (1 (2 3))
;; (match 7 ((? even?) 'even) (n (when (> n 5)) (list 'big n)) (_ 'small)) => (big 7)
;; (match '(let ((a 1) (b 2)) c) (('let ((names values) ...) body) (list names values body))) => ((a b) (1 2) c)
;; (match 5 ("text" 1)) error T3040

;; (while test body ...)
;; Runs the body again and again while the test is true. (break [value]) ends the loop, (continue) the round. The value is
;; nil unless break says another.
;; (let ((i 0)) (while (< i 10) (set! i (+ i 3))) i) => 12
;; (let ((i 0)) (while #t (set! i (+ i 1)) (when (> i 4) (break i)))) => 5

;; (for (name from to [step]) body ...)
;; Runs the body with the name bound to from, from + step and so on, up to but without to; down to it if the step is
;; negative. The step is 1 if none is given. (break [value]) ends the loop, (continue) the round.
;; (let ((l '())) (for (i 0 4) (set! l (cons i l))) l) => (3 2 1 0)
;; (let ((l '())) (for (i 10 0 -4) (set! l (cons i l))) l) => (2 6 10)
;; (for (i 0 10) (if (= (* i i) 49) (break i))) => 7

;; (break [value])
;; Ends the innermost while, for or each in whose body it stands, also from inside a procedure written there. The value of
;; the loop is nil if none is given.
;; (each x '(1 2 3) (if (= x 2) (break (* x 10)))) => 20

;; (continue)
;; Ends the current round of the innermost while, for or each in whose body it stands.
;; (let ((l '())) (for (i 0 6) (if (odd? i) (continue)) (set! l (cons i l))) l) => (4 2 0)
