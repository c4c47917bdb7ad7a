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
    ;; further primitives
    bytevector-fill! cons* append-reverse reverse! last-pair exact-rational? fixnum? flonum? open-append-file
    write-to-string display-to-string string-null? string-index string-search string-contains string-prefix?
    string-suffix? string-join string-split string-trim string-reverse symbol-append subvector)
  (begin
    ;; (funcall procedure argument ...) calls procedure.
    ;; (funcall + 1 2) => 3
    (define (funcall procedure . arguments) (apply procedure arguments))))
