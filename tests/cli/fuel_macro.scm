;; Fuel ends a macro body that loops, as it ends a program that does. Found by reading for fuzz/expand_fuzz.cpp.
;; options: --fuel=10000
;; error-text: it used up its fuel
;; exit: 1
(define-syntax endless (er-macro-transformer (lambda (form rename same?) (let loop () (loop)))))
(endless)
