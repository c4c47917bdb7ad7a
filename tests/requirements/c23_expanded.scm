;;; No macro is left in what the optimizer and the interpreter see.
;; proves: C23
;; command: dump --stage=core $FILE
;; => (define @f (lambda f (x.0) (if x.0 (+ x.0 1) (if #t (constant nil) (constant nil)))))
(defmacro when (condition body) `(cond (,condition ,body) (t nil)))
(define (f x) (when x (+ x 1)))
