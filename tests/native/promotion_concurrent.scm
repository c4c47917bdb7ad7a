;;; What a program does while the compile thread works for it: it goes on in tier 1 with the right answers, redefines what is
;;; being compiled, asks for the same procedure at once, drops it, collects.
;; assertions
;; proves: L5 L3
;; requires: native
;; Compiled before the first call, nothing is under way; and what an earlier run compiled is there at once.
;; skip: interp aot jit-threshold=0 jit-wait cache
;; timeout: 60
(import (scheme base) (scheme eval) (scheme repl) (srfi 1) (tiercel introspect) (tiercel memory) (tiercel-test assert))
(define environment (interaction-environment))
(eval '(import (scheme base)) environment)
(define (repeat count thunk) (if (> count 0) (begin (thunk) (repeat (- count 1) thunk))))
(define (native? procedure) (= (current-tier procedure) 2))

;; A procedure with code of its own, in a unit of its own.
(define (fresh number)
  (eval `(lambda (x) (let loop ((i 0) (all '())) (if (= i 3) (cons ,number all) (loop (+ i 1) (cons (* x i) all))))) environment))
(define (answer number x) (list number (* x 2) (* x 1) 0))
(define (wait-until ready?)
  (let loop ((turns 0))
    (if (and (not (ready?)) (< turns 10000000)) (begin (repeat 100 (lambda () #t)) (loop (+ turns 1))))))
(tier-threshold 10)

(test-section "a dozen at a time")
(define many (map fresh (iota 12)))
(define wrong 0)
(define (call-all)
  (for-each (lambda (procedure number)
              (if (not (equal? (answer number 7) (procedure 7))) (set! wrong (+ wrong 1))))
            many (iota 12)))
(repeat 12 call-all)                     ; then each has been asked for
(test #t (pair? (remove native? many)))  ; nobody has waited for them
(let loop ((turns 0))
  (call-all)
  (if (= 0 (remainder turns 50)) (collect-garbage 'young))
  (if (and (not (every native? many)) (< turns 10000000)) (loop (+ turns 1))))
(test #t (every native? many))
(test 0 wrong)

(test-section "asked for again while it is under way")
(define twice-asked (fresh 100))
(repeat 12 (lambda () (twice-asked 1)))
(test #t (promote! twice-asked))
(test 2 (current-tier twice-asked))
(test (answer 100 3) (twice-asked 3))

(test-section "redefined while it is under way")
(define replaced (fresh 200))
(define (call-it x) (replaced x))
(repeat 12 (lambda () (call-it 1)))
(set! replaced (fresh 201))
(test (answer 201 5) (call-it 5))
(wait-until (lambda () (begin (call-it 1) (native? replaced))))
(test (answer 201 5) (call-it 5))
(set! replaced (lambda (x) 'other))
(test 'other (call-it 5))

(test-section "dropped while it is under way")
(define (ask-and-drop number)
  (let ((dropped (fresh number))) (repeat 12 (lambda () (dropped 1))) (dropped 2)))
(define (ask-and-collect number)
  (let ((result (ask-and-drop number))) (collect-garbage) result))
(test (map (lambda (number) (answer number 2)) (iota 10 300)) (map ask-and-collect (iota 10 300)))

(test-section "a promotion turned off while one is under way")
(define late (fresh 400))
(repeat 12 (lambda () (late 1)))
(tier-threshold #f)
(test (answer 400 6) (late 6))
(tier-threshold 10)
(repeat 12 (lambda () (late 1)))
(wait-until (lambda () (begin (late 1) (native? late))))
(test '(2 #t) (list (current-tier late) (equal? (answer 400 6) (late 6))))
(test '() (jit/rejections))
(test-end)
