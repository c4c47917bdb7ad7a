;;; Watching the native tier at work.  Procedures start in the interpreter (tier 1); those that are called often become
;;; machine code (tier 2) while the program runs.  Nothing in a program has to ask for it: what is asked here is only how
;;; things stand.
;;;
;;;   tiercel examples/jit_demo.scm
;;;   tiercel --jit-log examples/jit_demo.scm          tells on standard error what becomes machine code, and when
;;;   tiercel --tier=interp examples/jit_demo.scm      the same without: everything stays in tier 1
;; requires: native
;; skip: aot interp
;; skip: jit-threshold=0
;; At --opt=3 prime? is inlined and has no tier of its own.
;; skip: opt=3
;; An interrupt at every turn takes longer than the turn.
;; skip: interrupt-stress
(import (scheme base) (scheme process-context) (tiercel prelude) (tiercel introspect))

;; Redefined below, so that it is a variable of the program and not one of its constants.
(define (scale x) (* 2 x))

(define (count-primes limit)
  (let loop ((n 2) (count 0))
    (if (< n limit)
        (loop (+ n 1) (if (prime? n) (+ count 1) count))
        count)))
(define (prime? n)
  (let try ((d 2))
    (cond ((> (* d d) n) #t)
          ((= 0 (remainder n d)) #f)
          (else (try (+ d 1))))))

(define (seconds-of thunk)
  (let* ((begin-at (now)) (value (thunk)))
    (list value (- (now) begin-at))))

;; --- By count: what is called often changes over in the middle of the program.
(define old-threshold (tier-threshold))
(tier-threshold #f)
(define slow (seconds-of (lambda () (count-primes 30000))))
(println "interpreted:" (car slow) "primes, tier" (current-tier prime?))
;; => interpreted: 3245 primes, tier 1

(tier-threshold 1000)
(let wait ((turns 0))
  (count-primes 3000)
  (if (and (tier-threshold) (< turns 10000) (< (current-tier prime?) 2)) (wait (+ turns 1))))
;; The best of some runs: the machine may have other things to do.
(define fast
  (let best ((runs 10) (fastest #f))
    (if (= runs 0)
        fastest
        (let ((measured (seconds-of (lambda () (count-primes 30000)))))
          (best (- runs 1) (if (and fastest (< (cadr fastest) (cadr measured))) fastest measured))))))
(println "machine code:" (car fast) "primes, tier" (current-tier prime?))
;; => machine code: 3245 primes, tier 2
(println "faster:" (< (cadr fast) (cadr slow)))
;; => faster: #t
(if (member "--times" (command-line))
    (println (/ (cadr slow) (cadr fast)) "times as fast"))

;; --- At once: promote! compiles now and says whether it could.
(define (scale-all numbers) (map (lambda (x) (scale x)) numbers))
(println "promoted:" (promote! scale-all))
;; => promoted: #t
(println (scale-all '(1 2.5 1/3)))
;; => (2 5.0 2/3)

;; --- Redefinition takes effect at once, also in machine code that calls the old procedure.
(set! scale (lambda (x) (list 'scaled x)))
(println (scale-all '(1 2)))
;; => ((scaled 1) (scaled 2))

;; --- Errors are the same in every tier.
(println (try (scale-all 5) (catch e 'not-a-list)))
;; => not-a-list

;; --- What there is to know.
(println "refused:" (jit/rejections))
;; => refused: ()
(println "compiled some:" (> (tier-promotions) 0))
;; => compiled some: #t
(tier-threshold old-threshold)
