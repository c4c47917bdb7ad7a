;;; R7: a library procedure whose body was inlined is the library's for what was compiled before its name was defined anew,
;;; and the new one for what comes after.
;; proves: R7
;; command: repl
;; stdin: (define (f l) (map (lambda (x) (+ x 1)) l))\n(f '(1 2))\n(define (map g l) 'mine)\n(f '(1 2))
;; stdin: (define (h l) (map (lambda (x) (+ x 1)) l))\n(h '(1 2))\n(set! vector-map 1)\n(vector-map (lambda (x) (* x x)) #(1 2))
;; exit: 0
;; error-text: T2006
;; => (2 3)
;; => (2 3)
;; => mine
;; => #(1 4)
