;;; SRFI 1: constructors, predicates, selectors, and what takes lists apart and puts them together.

;; What a walk over a list that must end does with its end: anything but the empty list is a mistake of the caller.
;; The list was the argument at `position`, from 0.
(define (check-end who position end)
  (if (not (null? end))
      (%raise-type-error who "a list" position end)))

(define (check-count who count)
  (if (not (and (exact-integer? count) (>= count 0)))
      (%raise-type-error who "a number of elements" 0 count)))

;; (xcons d a) is (a . d).
(define (xcons d a) (cons a d))

;; (list-tabulate n procedure) is the list of (procedure i) for i from 0 to n - 1.
(define (list-tabulate n procedure)
  (check-count "list-tabulate" n)
  (let loop ((i (- n 1)) (result '()))
    (if (< i 0) result (loop (- i 1) (cons (procedure i) result)))))

;; (circular-list element ...) repeats its elements for ever.
(define (circular-list . elements)
  (if (pair? elements) (set-cdr! (last-pair elements) elements))
  elements)

;; (iota count [start [step]]) is the list of start + i * step for i below count.
(define iota
  (case-lambda
    ((count) (iota count 0 1))
    ((count start) (iota count start 1))
    ((count start step)
     (check-count "iota" count)
     (let loop ((i (- count 1)) (result '()))
       (cond ((> i 0) (loop (- i 1) (cons (+ start (* i step)) result)))
             ((= i 0) (cons start result))
             (else '()))))))

;; (proper-list? object): a list that ends with ().
(define (proper-list? object) (list? object))

;; What the tortoise and the hare find: what ends the list, or a pair if nothing does.
(define (end-of list)
  (let loop ((slow list) (fast list))
    (cond ((not (pair? fast)) fast)
          ((not (pair? (cdr fast))) (cdr fast))
          (else
           (let ((slow (cdr slow)) (fast (cddr fast)))
             (if (eq? slow fast) fast (loop slow fast)))))))

;; (circular-list? object): a list without an end.
(define (circular-list? object) (pair? (end-of object)))

;; (dotted-list? object): a list that ends with something else than (); any object that is no pair and not () is one.
(define (dotted-list? object)
  (let ((end (end-of object)))
    (not (or (pair? end) (null? end)))))

;; (not-pair? object)
(define (not-pair? object) (not (pair? object)))

;; (null-list? list) is for lists that are proper or circular.
(define (null-list? list)
  (cond ((pair? list) #f)
        ((null? list) #t)
        (else (%raise-type-error "null-list?" "a list" 0 list))))

;; (list= same? list ...): same lengths and elements that are the same.
(define (list= same? . lists)
  (define (two-same? a b)
    (cond ((pair? a) (and (pair? b) (same? (car a) (car b)) (two-same? (cdr a) (cdr b))))
          (else (not (pair? b)))))
  (or (null? lists)
      (let loop ((first (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (or (eq? first (car rest)) (two-same? first (car rest)))
                 (loop (car rest) (cdr rest)))))))

;; (first list) to (tenth list) are the elements at these places.
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

;; (car+cdr pair) gives the car and the cdr.
(define (car+cdr pair) (values (car pair) (cdr pair)))

;; (take list n) is a new list of the first n elements, (drop list n) what is behind them.
(define (take list n)
  (check-count "take" n)
  (let loop ((rest list) (n n) (taken '()))
    (if (= n 0) (reverse! taken) (loop (cdr rest) (- n 1) (cons (car rest) taken)))))
(define (drop list n) (list-tail list n))

;; (take! list n) is take in place.
(define (take! list n)
  (if (eqv? n 0)
      '()
      (begin
        (set-cdr! (list-tail list (- n 1)) '())
        list)))

;; (take-right list n) is the tail of the last n elements, (drop-right list n) a new list of those before.
(define (take-right list n)
  (let loop ((lag list) (lead (drop list n)))
    (if (pair? lead) (loop (cdr lag) (cdr lead)) lag)))
(define (drop-right list n)
  (let loop ((lag list) (lead (drop list n)) (kept '()))
    (if (pair? lead) (loop (cdr lag) (cdr lead) (cons (car lag) kept)) (reverse! kept))))

;; (drop-right! list n) is drop-right in place.
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

;; (split-at list n) gives (take list n) and (drop list n).
(define (split-at list n)
  (check-count "split-at" n)
  (let loop ((rest list) (n n) (taken '()))
    (if (= n 0)
        (values (reverse! taken) rest)
        (loop (cdr rest) (- n 1) (cons (car rest) taken)))))

;; (split-at! list n) is split-at in place.
(define (split-at! list n)
  (if (eqv? n 0)
      (values '() list)
      (let* ((last (list-tail list (- n 1))) (rest (cdr last)))
        (set-cdr! last '())
        (values list rest))))

(define (last list) (car (last-pair list)))

;; (length+ list) is the length, or #f if the list is circular.
(define (length+ list) (if (circular-list? list) #f (length list)))

;; (append! list ...) is append, but it changes the last pair of every list that is not empty.
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
           (check-end "append!" 0 first)
           second)))
    ((first . others) (append! first (apply append! others)))))

;; (append-reverse! list tail) is append-reverse with the pairs of the list.
(define (append-reverse! list tail)
  (let loop ((rest list) (tail tail))
    (if (pair? rest)
        (let ((next (cdr rest)))
          (set-cdr! rest tail)
          (loop next rest))
        (begin
          (check-end "append-reverse!" 0 rest)
          tail))))

;; (concatenate lists) appends the lists of a list.
(define (concatenate lists) (apply append lists))

;; From the right, so that the last pair of a list is looked for once.
(define (concatenate! lists)
  (let loop ((rest (reverse lists)) (result '()))
    (if (pair? rest)
        (loop (cdr rest) (if (null? result) (car rest) (append! (car rest) result)))
        result)))

;; (zip list ...) is the list of the lists of the elements at one place.
(define (zip first . others) (apply map list first others))

;; (unzip1 lists) to (unzip5 lists) give the lists of the first, second, ... elements of the lists.
(define (unzip1 lists) (map car lists))
(define (unzip2 lists) (values (map car lists) (map cadr lists)))
(define (unzip3 lists) (values (map car lists) (map cadr lists) (map caddr lists)))
(define (unzip4 lists) (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists)))
(define (unzip5 lists)
  (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists) (map fifth lists)))
