;;; The contracts of the core forms, which are built into the expander (src/syntax/core_forms.h).  No library includes
;;; this file; documentation is made of it.

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
