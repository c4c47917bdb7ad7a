;;; Procedural macros: syntax objects, explicit renaming, defmacro, and definitions for the compiler only.
;; proves: E10
(define (show . objects) (for-each (lambda (x) (display x) (display " ")) objects) (newline))

;; A procedure from syntax to syntax; what it introduces is as hygienic as with syntax-rules.
(define-syntax twice
  (lambda (stx)
    (let ((form (syntax-e stx)))
      (datum->syntax (car form) (list 'list (cadr (syntax->datum stx)) (cadr (syntax->datum stx)))))))
(show (twice 4))                                           ;; => (4 4)

(define-syntax my-or2
  (er-macro-transformer
   (lambda (form rename compare)
     `(,(rename 'let) ((,(rename 't) ,(cadr form))) (,(rename 'if) ,(rename 't) ,(rename 't) ,(caddr form))))))
(define t 5)
(show (let ((t 7) (if list)) (my-or2 #f t)))               ;; => 7

;; compare asks whether two identifiers mean the same.
(define-syntax is-else
  (er-macro-transformer (lambda (form rename compare) (compare (cadr form) (rename 'else)))))
(show (is-else else) (is-else other) (let ((else 1)) (is-else else)))   ;; => #t #f #f

;; defmacro works on plain data and takes any parameter list.
(defmacro swap! (a b)
  (let ((temporary (gensym)))
    `(let ((,temporary ,a)) (set! ,a ,b) (set! ,b ,temporary))))
(define p 1)
(define q 2)
(swap! p q)
(show p q)                                                 ;; => 2 1
(defmacro many (a b c d e f g h i j . rest) `(list ,j ',rest))
(show (many 1 2 3 4 5 6 7 8 9 10 11 12))                   ;; => (10 (11 12))
(define (local) (defmacro add1 (x) `(+ 1 ,x)) (add1 41))
(show (local))                                             ;; => 42

;; The user's defmacro over a form of the same name.
(defmacro when (condition body) `(cond (,condition ,body) (t nil)))
(show (when t 42))                                         ;; => 42

;; Helpers of macros live while compiling only.
(define-for-syntax (double x) (list '* 2 x))
(begin-for-syntax (define base 20))
(defmacro doubled (x) (double (list '+ base x)))
(show (doubled 1))                                         ;; => 42

;; A syntax object that outlives its expansion is refused, and quote-syntax makes one that lives.
(define-syntax quoted (lambda (stx) (quote-syntax (list 1 2))))
(show (quoted))                                            ;; => (1 2)
