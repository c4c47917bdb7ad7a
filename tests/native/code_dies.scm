;;; Machine code dies with its procedure, and not before: a frame or a captured continuation that returns into it keeps it.
;; proves: L3 C9
;; options: --jit-threshold=0
;; timeout: 120
(import (scheme base) (scheme file) (scheme read) (scheme write) (scheme eval) (scheme repl) (tiercel memory) (only (tiercel prelude) println))

(define environment (interaction-environment))
(define (run expression) (eval expression environment))
(run '(import (scheme base) (scheme write) (tiercel memory)))

;; Full collections, with other code made in between, so that memory which was given back too early is used again.
(define (forget-and-fill)
  (do ((i 0 (+ i 1))) ((= i 3))
    (collect-garbage)
    (run `(define (filler x) (* x ,i)))
    (run '(filler 2))))
(run `(define forget ,forget-and-fill))

;; The procedure is gone while it runs: nothing but its frame knows its code.
(run '(define (vanishing n)
        (if (= n 0)
            (begin (set! vanishing #f) (forget) 0)
            (+ 1 (vanishing (- n 1))))))
(println (run '(vanishing 100)))                       ;; => 100

;; The same with frames that only a continuation holds.
(run '(define again #f))
(run '(define rounds 0))
(run '(define (captured n)
        (if (= n 0)
            (call-with-current-continuation (lambda (k) (set! again k) 0))
            (+ 1 (captured (- n 1))))))
(run '(define (use-it)
        (let ((result (captured 300)))
          (set! captured #f)
          (set! use-it #f)
          (set! rounds (+ rounds 1))
          (forget)
          (if (< rounds 4) (again rounds) result))))
(println (run '(use-it)))                              ;; => 303

;; A loop that was entered in the middle.
(run '(define (turning)
        (let loop ((i 0) (sum 0))
          (if (= i 10) (begin (set! turning #f) (forget)))
          (if (= i 20) sum (loop (+ i 1) (+ sum i))))))
(println (run '(turning)))                             ;; => 190

;; An escape past such frames, and an error out of one.
(run '(define (deep n k) (if (= n 0) (begin (set! deep #f) (forget) (k 'out)) (+ 1 (deep (- n 1) k)))))
(println (run '(call-with-current-continuation (lambda (k) (deep 50 k)))))       ;; => out
(run '(define (failing n) (if (= n 0) (begin (set! failing #f) (forget) (car n)) (+ 1 (failing (- n 1))))))
(println (run '(guard (e (#t 'caught)) (failing 50))))                           ;; => caught

;; Redefinitions leave nothing behind.
(define (pages) (call-with-input-file "/proc/self/statm" (lambda (port) (read port) (read port))))
(define (mappings)
  (call-with-input-file "/proc/self/maps"
    (lambda (port) (let loop ((n 0)) (if (eof-object? (read-line port)) n (loop (+ n 1)))))))
(define (redefine n)
  (do ((i 0 (+ i 1))) ((= i n))
    (run `(define (step x) (+ x ,i)))
    (run '(step 1))
    (if (= 0 (remainder i 50)) (collect-garbage))))
(redefine 100)
(define pages-before (pages))
(define mappings-before (mappings))
(redefine 250)
(println (< (- (pages) pages-before) 700))             ;; => #t
(println (< (- (mappings) mappings-before) 12))        ;; => #t
