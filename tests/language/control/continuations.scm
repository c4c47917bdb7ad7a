;;; call/cc: escapes, re-entry, generators, coroutines, and continuations that outlive their frames.
(import (scheme base) (scheme write))
(define (show x) (write x) (newline))

(show (+ 1 (call/cc (lambda (k) (+ 10 (k 41))))))          ;; => 42
(show (call/cc (lambda (k) (for-each (lambda (x) (if (negative? x) (k x))) '(54 0 37 -3 245 19)) 'none)))   ;; => -3
(show (map (lambda (x) (call/cc (lambda (k) (if (= x 2) (k 'two) x)))) '(1 2 3)))   ;; => (1 two 3)

;; Re-entry: the continuation of a definition.
(define again #f)
(define times 0)
(define result (+ 100 (call/cc (lambda (k) (set! again k) 1))))
(set! times (+ times 1))
(if (< times 3) (again times))
(show (list result times))                                 ;; => (102 3)

;; Re-entry into a recursion that has returned: every waiting addition runs again.
(define saved #f)
(define (build n) (if (= n 0) (call/cc (lambda (k) (set! saved k) 0)) (+ n (build (- n 1)))))
(define entered 0)
(define total (build 100))
(set! entered (+ entered 1))
(if (< entered 4) (saved (* entered 1000)))
(show total)                                               ;; => 8050

;; A generator over a tree, as two continuations that swap.
(define (tree->generator tree)
  (define return #f)
  (define (resume-point)
    (let walk ((t tree))
      (cond ((null? t) 'skip)
            ((pair? t) (walk (car t)) (walk (cdr t)))
            (else (call/cc (lambda (rest) (set! resume-point (lambda () (rest 'go))) (return t))))))
    (return 'end))
  (lambda () (call/cc (lambda (k) (set! return k) (resume-point)))))
(define (same-fringe? a b)
  (let ((g (tree->generator a)) (h (tree->generator b)))
    (let loop () (let ((x (g)) (y (h))) (cond ((not (eqv? x y)) #f) ((eq? x 'end) #t) (else (loop)))))))
(show (list (same-fringe? '(1 (2 3)) '((1 2) 3)) (same-fringe? '(1 2 3) '(1 (3 2)))))   ;; => (#t #f)

;; map must not be disturbed by a continuation that re-enters it: each result list is its own.
(define k* #f)
(define n 0)
(define lists '())
(let ((l (map (lambda (x) (call/cc (lambda (k) (if (= x 2) (set! k* k)) x))) '(1 2 3))))
  (set! lists (cons l lists))
  (set! n (+ n 1))
  (if (< n 3) (k* (* n 10))))
(show (reverse lists))                                     ;; => ((1 2 3) (1 10 3) (1 20 3))

;; Assigned variables are shared by all re-entries, parameters of the frame are not.
(define (frame-test)
  (let ((count 0) (k #f))
    (let ((local (call/cc (lambda (c) (set! k c) 0))))
      (set! count (+ count 1))
      (if (< local 5) (k (+ local 1)) (list count local)))))
(show (frame-test))                                        ;; => (6 5)

;; A million escapes, and a loop whose every turn captures.
(define (escape-loop i) (if (= i 0) 'escaped (begin (call/cc (lambda (k) (k i))) (escape-loop (- i 1)))))
(show (escape-loop 100000))                                ;; => escaped
(define (capture-loop i k) (if (= i 0) 'captured (call/cc (lambda (c) (capture-loop (- i 1) c)))))
(show (capture-loop 100000 #f))                            ;; => captured
(define (nested n) (if (= n 0) '() (cons (call/cc (lambda (k) k)) (nested (- n 1)))))
(show (length (nested 10000)))                             ;; => 10000
(show (call-with-values (lambda () (call/cc (lambda (k) (k 1 2 3)))) list))   ;; => (1 2 3)
(show (procedure? (call/cc (lambda (k) k))))               ;; => #t
;; The yin-yang of Madore, ten strokes of it.
(show (call/cc (lambda (out)
  (let ((n 0) (strokes '()))
    (define (emit c) (set! strokes (cons c strokes)) (set! n (+ n 1)) (if (= n 15) (out (reverse strokes))))
    (let* ((yin ((lambda (cc) (emit 'at) cc) (call/cc (lambda (c) c))))
           (yang ((lambda (cc) (emit 'star) cc) (call/cc (lambda (c) c)))))
      (yin yang))))))
;; => (at star at star star at star star star at star star star star at)
