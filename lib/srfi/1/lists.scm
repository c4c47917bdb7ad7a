;;; SRFI 1: constructors, predicates, selectors.

;; (xcons d a) is (a . d).
(define (xcons d a) (cons a d))

;; (list-tabulate n procedure) is the list of (procedure i) for i from 0 to n - 1.
(define (list-tabulate n procedure)
  (let loop ((i (- n 1)) (result '()))
    (if (< i 0) result (loop (- i 1) (cons (procedure i) result)))))

;; (circular-list element ...) repeats its elements for ever.
(define (circular-list . elements)
  (if (pair? elements) (set-cdr! (last-pair elements) elements))
  elements)

;; (iota count [start [step]])
(define iota
  (case-lambda
    ((count) (iota count 0 1))
    ((count start) (iota count start 1))
    ((count start step) (list-tabulate count (lambda (i) (+ start (* i step)))))))

(define (proper-list? object) (list? object))

;; What the tortoise and the hare find: what ends the list, or #f if nothing does.
(define (end-of list)
  (let loop ((slow list) (fast list))
    (cond ((not (pair? fast)) fast)
          ((not (pair? (cdr fast))) (cdr fast))
          (else
           (let ((slow (cdr slow)) (fast (cddr fast)))
             (if (eq? slow fast) #f (loop slow fast)))))))

(define (circular-list? object) (and (pair? object) (not (end-of object))))
(define (dotted-list? object)
  (if (pair? object)
      (let ((end (end-of object))) (and end (not (null? end))))
      (not (null? object))))
(define (not-pair? object) (not (pair? object)))
(define (null-list? list) (not (pair? list)))

;; (list= same? list ...): same length and same elements.
(define (list= same? . lists)
  (define (two a b)
    (cond ((pair? a) (and (pair? b) (same? (car a) (car b)) (two (cdr a) (cdr b))))
          (else (not (pair? b)))))
  (or (null? lists)
      (let loop ((first (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (two first (car rest)) (loop (car rest) (cdr rest)))))))

(define first car)
(define second cadr)
(define third caddr)
(define fourth cadddr)
(define (fifth list) (list-ref list 4))
(define (sixth list) (list-ref list 5))
(define (seventh list) (list-ref list 6))
(define (eighth list) (list-ref list 7))
(define (ninth list) (list-ref list 8))
(define (tenth list) (list-ref list 9))
(define (car+cdr pair) (values (car pair) (cdr pair)))

;; (take list n) is a new list of the first n elements, (drop list n) what is behind them.
(define (take list n)
  (let loop ((rest list) (n n) (taken '()))
    (if (= n 0) (reverse! taken) (loop (cdr rest) (- n 1) (cons (car rest) taken)))))
(define (drop list n) (list-tail list n))
(define take! take)

;; (take-right list n) is the tail of the last n elements, (drop-right list n) a new list of those before.
(define (take-right list n)
  (let loop ((lag list) (lead (drop list n)))
    (if (pair? lead) (loop (cdr lag) (cdr lead)) lag)))
(define (drop-right list n)
  (let loop ((lag list) (lead (drop list n)) (kept '()))
    (if (pair? lead) (loop (cdr lag) (cdr lead) (cons (car lag) kept)) (reverse! kept))))
(define drop-right! drop-right)

;; (split-at list n) gives both.
(define (split-at list n)
  (let loop ((rest list) (n n) (taken '()))
    (if (= n 0)
        (values (reverse! taken) rest)
        (loop (cdr rest) (- n 1) (cons (car rest) taken)))))
(define split-at! split-at)

(define (last list) (car (last-pair list)))

;; (length+ list) is the length, or #f if the list is circular.
(define (length+ list) (if (circular-list? list) #f (length list)))

(define append! append)
(define append-reverse! append-reverse)
(define (concatenate lists) (apply append lists))
(define concatenate! concatenate)

(define (zip first . others) (apply map list first others))
(define (unzip1 lists) (map car lists))
(define (unzip2 lists) (values (map car lists) (map cadr lists)))
(define (unzip3 lists) (values (map car lists) (map cadr lists) (map caddr lists)))
