;;; SRFI 1: constructors, predicates, selectors, and what takes lists apart and puts them together.

(define (check-count who count)
  (if (not (and (exact-integer? count) (>= count 0)))
      (%raise-type-error (symbol->string who) "a number of elements" 0 count)))

;; (xcons d a) -> pair
;; Conses (a . d): cons with its arguments exchanged.
;; (xcons 1 2) => (2 . 1)
(define (xcons d a) (cons a d))

;; (list-tabulate n procedure) -> list
;; The list of (procedure i) for i from 0 to n - 1.
;; (list-tabulate 4 (lambda (i) (* i i))) => (0 1 4 9)
;; (list-tabulate -1 list) error T3001
(define (list-tabulate n procedure)
  (check-count 'list-tabulate n)
  (let loop ((i (- n 1)) (result '()))
    (if (< i 0) result (loop (- i 1) (cons (procedure i) result)))))

;; (circular-list element ...) -> circular list
;; A list that repeats its elements for ever.
;; (take (circular-list 1 2) 5) => (1 2 1 2 1)
(define (circular-list . elements)
  (if (pair? elements) (set-cdr! (last-pair elements) elements))
  elements)

;; (iota count [start [step]]) -> list
;; The list of start + i * step for i below count; start is 0 and step is 1 if they are absent.
;; (iota 3) => (0 1 2)
;; (iota 3 5 -1) => (5 4 3)
(define iota
  (case-lambda
    ((count) (iota count 0 1))
    ((count start) (iota count start 1))
    ((count start step)
     (check-count 'iota count)
     (let loop ((i (- count 1)) (result '()))
       (cond ((> i 0) (loop (- i 1) (cons (+ start (* i step)) result)))
             ((= i 0) (cons start result))
             (else '()))))))

;; (proper-list? object) -> boolean
;; Whether the object is a list that ends with ().
;; (proper-list? '(1 2)) => #t
;; (proper-list? '(1 . 2)) => #f
(define (proper-list? object) (list? object))

;; What the tortoise and the hare find: what ends the list, or a pair if nothing does.
(define (end-of list)
  (let loop ((slow list) (fast list))
    (cond ((not (pair? fast)) fast)
          ((not (pair? (cdr fast))) (cdr fast))
          (else
           (let ((slow (cdr slow)) (fast (cddr fast)))
             (if (eq? slow fast) fast (loop slow fast)))))))

;; (circular-list? object) -> boolean
;; Whether the object is a list without an end.
;; (circular-list? (circular-list 1 2)) => #t
;; (circular-list? '(1 2)) => #f
(define (circular-list? object) (pair? (end-of object)))

;; (dotted-list? object) -> boolean
;; Whether the object is a list that ends with something else than (); what is no pair and not () is one too.
;; (dotted-list? '(1 2 . 3)) => #t
;; (dotted-list? '(1 2)) => #f
(define (dotted-list? object)
  (let ((end (end-of object)))
    (not (or (pair? end) (null? end)))))

;; (not-pair? object) -> boolean
;; Whether the object is anything but a pair.
;; (not-pair? '()) => #t
(define (not-pair? object) (not (pair? object)))

;; (null-list? list) -> boolean
;; Whether a list, which is proper or circular, is empty.
;; (null-list? '()) => #t
;; (null-list? 5) error T3001
(define (null-list? list)
  (cond ((pair? list) #f)
        ((null? list) #t)
        (else (%raise-type-error "null-list?" "a list" 0 list))))

;; (list= same? list ...) -> boolean
;; Whether the lists have the same length and elements that are the same.
;; (list= eq? '(a b) '(a b) '(a b)) => #t
;; (list= = '(1 2) '(1 3)) => #f
(define (list= same? . lists)
  (define (two-same? a b)
    (cond ((pair? a) (and (pair? b) (same? (car a) (car b)) (two-same? (cdr a) (cdr b))))
          (else (not (pair? b)))))
  (or (null? lists)
      (let loop ((first (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (or (eq? first (car rest)) (two-same? first (car rest)))
                 (loop (car rest) (cdr rest)))))))

;; (first list) -> object
;; (second list) -> object
;; (third list) -> object
;; (fourth list) -> object
;; (fifth list) -> object
;; (sixth list) -> object
;; (seventh list) -> object
;; (eighth list) -> object
;; (ninth list) -> object
;; (tenth list) -> object
;; The element at this place of a list.
;; (third '(a b c d)) => c
;; (third '(a b)) error T3001
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

;; (car+cdr pair) -> car cdr
;; The car and the cdr as two values.
;; (car+cdr '(1 . 2)) => 1 2
(define (car+cdr pair) (values (car pair) (cdr pair)))

;; (take list n) -> list
;; A new list of the first n elements.
;; (take '(a b c d) 2) => (a b)
;; (take '(a) 2) error T3001
(define (take list n)
  (check-count 'take n)
  (let loop ((rest list) (n n) (taken '()))
    (if (= n 0) (reverse! taken) (loop (cdr rest) (- n 1) (cons (car rest) taken)))))

;; (drop list n) -> object
;; What is behind the first n elements.
;; (drop '(a b c d) 2) => (c d)
(define (drop list n) (list-tail list n))

;; (take! list n) -> list
;; The first n elements in the pairs of the list.
;; (take! (list 1 2 3) 2) => (1 2)
(define (take! list n)
  (if (eqv? n 0)
      '()
      (begin
        (set-cdr! (list-tail list (- n 1)) '())
        list)))

;; (take-right list n) -> object
;; The tail that the last n elements make.
;; (take-right '(a b c d) 2) => (c d)
(define (take-right list n)
  (let loop ((lag list) (lead (drop list n)))
    (if (pair? lead) (loop (cdr lag) (cdr lead)) lag)))

;; (drop-right list n) -> list
;; (drop-right! list n) -> list
;; The list without its last n elements, new or in its own pairs.
;; (drop-right '(a b c d) 2) => (a b)
;; (drop-right! (list 1 2 3) 1) => (1 2)
(define (drop-right list n)
  (let loop ((lag list) (lead (drop list n)) (kept '()))
    (if (pair? lead) (loop (cdr lag) (cdr lead) (cons (car lag) kept)) (reverse! kept))))

(define (drop-right! list n)
  (let ((lead (drop list n)))
    (if (pair? lead)
        (let loop ((lag list) (lead (cdr lead)))
          (if (pair? lead)
              (loop (cdr lag) (cdr lead))
              (begin
                (set-cdr! lag '())
                list)))
        '())))

;; (split-at list n) -> list object
;; (split-at! list n) -> list object
;; The first n elements and what is behind them.
;; (split-at '(a b c d) 3) => (a b c) (d)
(define (split-at list n)
  (check-count 'split-at n)
  (let loop ((rest list) (n n) (taken '()))
    (if (= n 0)
        (values (reverse! taken) rest)
        (loop (cdr rest) (- n 1) (cons (car rest) taken)))))

(define (split-at! list n)
  (if (eqv? n 0)
      (values '() list)
      (let* ((last (list-tail list (- n 1))) (rest (cdr last)))
        (set-cdr! last '())
        (values list rest))))

;; (last list) -> object
;; The last element of a list that is not empty.
;; (last '(a b c)) => c
;; (last '()) error T3001
(define (last list) (car (last-pair list)))

;; (length+ list) -> exact integer or #f
;; The number of elements, or #f if the list is circular.
;; (length+ '(a b)) => 2
;; (length+ (circular-list 1)) => #f
(define (length+ list) (if (circular-list? list) #f (length list)))

;; (append! list ...) -> object
;; The lists one behind the other, made of their own pairs.
;; (append! (list 1 2) '() (list 3)) => (1 2 3)
(define append!
  (case-lambda
    (() '())
    ((list) list)
    ((first second)
     (if (pair? first)
         (begin
           (set-cdr! (last-pair first) second)
           first)
         (begin
           (%check-list-end 'append! 0 first)
           second)))
    ((first . others) (append! first (apply append! others)))))

;; (append-reverse! list tail) -> object
;; The elements of the list in reverse order, in its own pairs, before tail.
;; (append-reverse! (list 1 2) '(3)) => (2 1 3)
(define (append-reverse! list tail)
  (let loop ((rest list) (tail tail))
    (if (pair? rest)
        (let ((next (cdr rest)))
          (set-cdr! rest tail)
          (loop next rest))
        (begin
          (%check-list-end 'append-reverse! 0 rest)
          tail))))

;; (concatenate lists) -> object
;; (concatenate! lists) -> object
;; All the lists of a list, appended.
;; (concatenate '((1) (2 3))) => (1 2 3)
;; (concatenate! (list (list 1) (list 2 3))) => (1 2 3)
(define (concatenate lists) (apply append lists))

;; From the right, so that the last pair of a list is looked for once.
(define (concatenate! lists)
  (let loop ((rest (reverse lists)) (result '()))
    (if (pair? rest)
        (loop (cdr rest) (if (null? result) (car rest) (append! (car rest) result)))
        result)))

;; (zip list ...) -> list of lists
;; The lists of the elements at one place, as far as the shortest list goes.
;; (zip '(1 2) '(a b)) => ((1 a) (2 b))
(define (zip first . others) (apply map list first others))

;; (unzip1 lists) -> list
;; (unzip2 lists) -> list list
;; (unzip3 lists) -> list list list
;; (unzip4 lists) -> list list list list
;; (unzip5 lists) -> list list list list list
;; The list of the first elements, that of the second, and so on.
;; (unzip1 '((1 a) (2 b))) => (1 2)
;; (unzip2 '((1 a) (2 b))) => (1 2) (a b)
(define (unzip1 lists) (map car lists))
(define (unzip2 lists) (values (map car lists) (map cadr lists)))
(define (unzip3 lists) (values (map car lists) (map cadr lists) (map caddr lists)))
(define (unzip4 lists) (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists)))
(define (unzip5 lists)
  (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists) (map fifth lists)))
