;;; A sixty-second tour of Tiercel.  Run it with:  ./dev run examples/tour.scm
;;; It begins without an import, so the prelude is visible beside the whole of R7RS.

;; Procedures, recursion and integers that never overflow.
(define (factorial n)
  (if (= n 0) 1 (* n (factorial (- n 1)))))
(println "30! =" (factorial 30))
;; => 30! = 265252859812191058636308480000000

;; A tail call is a jump: this loop needs no stack.
(let loop ((i 0) (sum 0))
  (if (< i 1000000)
      (loop (+ i 1) (+ sum i))
      (println "sum =" sum)))
;; => sum = 499999500000

;; Closures keep what they capture.
(define (make-counter)
  (let ((count 0))
    (lambda () (set! count (+ count 1)) count)))
(define tick (make-counter))
(tick)
(tick)
(println "ticks:" (tick))
;; => ticks: 3

;; The threading macros of the prelude read in the order of the work.
(println (->> '(1 2 3 4 5 6)
              (map (lambda (x) (* x x)))
              (apply +)))
;; => 91

;; Hygienic macros: the temporary of swap! never meets the user's names.
(define-syntax swap!
  (syntax-rules ()
    ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(define tmp 1)
(define other 2)
(swap! tmp other)
(println "swapped:" tmp other)
;; => swapped: 2 1

;; Errors are conditions; `guard` and `try` catch them where they belong.
(println (guard (e ((error-object? e) (error-object-message e)))
           (error "the flux capacitor is empty" 1.21)))
;; => the flux capacitor is empty
(println (try (car 5) (catch e 'not-a-pair) (finally (print "cleaned up; "))))
;; => cleaned up; not-a-pair

;; Continuations: a generator that is resumed again and again.
(define (tree-walk tree visit)
  (cond ((null? tree) 'done)
        ((pair? tree) (tree-walk (car tree) visit) (tree-walk (cdr tree) visit))
        (else (visit tree))))

(define (tree->generator tree)
  (define return #f)
  (define (resume-point)
    (tree-walk tree
               (lambda (leaf)
                 (call/cc (lambda (next)
                            (set! resume-point (lambda () (next #f)))
                            (return leaf)))))
    (return 'end))
  (lambda ()
    (call/cc (lambda (k)
               (set! return k)
               (resume-point)))))

(define next-leaf (tree->generator '((a b) (c (d)) e)))
(let loop ((leaf (next-leaf)) (leaves '()))
  (if (eq? leaf 'end)
      (println "leaves:" (reverse leaves))
      (loop (next-leaf) (cons leaf leaves))))
;; => leaves: (a b c d e)

;; Records, strings, exact and inexact numbers.
(define-record-type point (make-point x y) point? (x point-x) (y point-y))
(define p (make-point 3 4))
(println "distance:" (sqrt (+ (* (point-x p) (point-x p)) (* (point-y p) (point-y p)))))
;; => distance: 5
(println (string-append "tier" "cel") (string-length "falcon") (/ 9 3) (* 1.5 4))
;; => tiercel 6 3 6.0

;; Several values, bound at once.
(let-values (((quotient remainder) (floor/ 17 5)))
  (println quotient remainder))
;; => 3 2

;; Patterns take data apart, and become plain tests.
(defn derivative (e)
  "The derivative of an expression by x."
  (match e
    ((? number?) 0)
    ('x 1)
    (('+ a b) (list '+ (derivative a) (derivative b)))
    (('* a b) (list '+ (list '* (derivative a) b) (list '* a (derivative b))))))
(println (derivative '(+ (* x x) 3)))
;; => (+ (+ (* 1 x) (* x 1)) 0)

;; Loops over anything; break and continue cost nothing where they can be jumps.
(println (for (n 2 1000)
           (if (not (= (modulo 1001 n) 0)) (continue))
           (break (list n (quotient 1001 n)))))
;; => (7 143)
(each (name price) '((tea . 3) (cake . 4))
  (println name "costs" price))
;; => tea costs 3
;; => cake costs 4
