;;; SRFI 1: fold, unfold, map and their relatives.  With several lists the shortest ends the walk.

;; Whether one of the lists has ended.
(define (ended? lists)
  (and (pair? lists)
       (or (not (pair? (car lists)))
           (ended? (cdr lists)))))

(define (cars lists tail)
  (if (pair? lists) (cons (caar lists) (cars (cdr lists) tail)) tail))
(define (cdrs lists)
  (if (pair? lists) (cons (cdar lists) (cdrs (cdr lists))) '()))

;; The lists of the i-th elements, the last first.
(define (reversed-rows lists)
  (let loop ((lists lists) (rows '()))
    (if (ended? lists) rows (loop (cdrs lists) (cons (cars lists '()) rows)))))

;; (fold-right combine seed list ...) -> object
;; Computes (combine e1 ... (combine en seed)): from the last element to the first.
;; (fold-right cons '() '(1 2 3)) => (1 2 3)
(define fold-right
  (case-lambda
    ((combine seed list)
     (let loop ((rest (reverse list)) (result seed))
       (if (pair? rest) (loop (cdr rest) (combine (car rest) result)) result)))
    ((combine seed . lists)
     (let loop ((rows (reversed-rows lists)) (result seed))
       (if (pair? rows)
           (loop (cdr rows) (apply combine (append (car rows) (list result))))
           result)))))

;; (pair-fold combine seed list ...) -> object
;; As fold, but over the pairs in place of the elements; combine may change their cdrs.
;; (pair-fold cons '() '(1 2)) => ((2) (1 2))
(define pair-fold
  (case-lambda
    ((combine seed list)
     (let loop ((rest list) (result seed))
       (if (pair? rest)
           (let ((next (cdr rest))) (loop next (combine rest result)))
           result)))
    ((combine seed . lists)
     (let loop ((lists lists) (result seed))
       (if (ended? lists)
           result
           (let ((next (cdrs lists)))
             (loop next (apply combine (append lists (list result))))))))))

;; (pair-fold-right combine seed list ...) -> object
;; As fold-right, but over the pairs in place of the elements.
;; (pair-fold-right cons '() '(1 2)) => ((1 2) (2))
(define pair-fold-right
  (case-lambda
    ((combine seed list)
     (let loop ((pairs (pair-fold cons '() list)) (result seed))
       (if (pair? pairs) (loop (cdr pairs) (combine (car pairs) result)) result)))
    ((combine seed . lists)
     (let collect ((lists lists) (rows '()))
       (if (ended? lists)
           (let loop ((rows rows) (result seed))
             (if (pair? rows)
                 (loop (cdr rows) (apply combine (append (car rows) (list result))))
                 result))
           (collect (cdrs lists) (cons lists rows)))))))

;; (reduce combine right-identity list) -> object
;; As fold with the first element for a seed; right-identity for an empty list.
;; (reduce max 0 '(3 9 2)) => 9
;; (reduce + 0 '()) => 0
(define (reduce combine right-identity list)
  (if (pair? list) (fold combine (car list) (cdr list)) right-identity))

;; (reduce-right combine right-identity list) -> object
;; Computes (combine e1 ... (combine en-1 en)); right-identity for an empty list.
;; (reduce-right append '() '((1) (2) (3))) => (1 2 3)
(define (reduce-right combine right-identity list)
  (if (pair? list)
      (let ((reversed (reverse list))) (fold combine (car reversed) (cdr reversed)))
      right-identity))

;; (unfold stop? element next seed [tail]) -> list
;; The list of (element seed) for seed, (next seed), ... until stop?, before what (tail seed) gives.
;; (unfold (lambda (x) (> x 4)) (lambda (x) (* x x)) (lambda (x) (+ x 1)) 1) => (1 4 9 16)
(define unfold
  (case-lambda
    ((stop? element next seed) (unfold stop? element next seed (lambda (seed) '())))
    ((stop? element next seed tail)
     (let loop ((seed seed) (reversed '()))
       (if (stop? seed)
           (append-reverse reversed (tail seed))
           (let ((made (element seed)))
             (loop (next seed) (cons made reversed))))))))

;; (unfold-right stop? element next seed [tail]) -> list
;; The same elements from the last to the first, before tail.
;; (unfold-right zero? (lambda (x) (* x x)) (lambda (x) (- x 1)) 3) => (1 4 9)
(define unfold-right
  (case-lambda
    ((stop? element next seed) (unfold-right stop? element next seed '()))
    ((stop? element next seed tail)
     (let loop ((seed seed) (result tail))
       (if (stop? seed) result (loop (next seed) (cons (element seed) result)))))))

;; (map-in-order procedure list ...) -> list
;; As map, which goes from left to right anyway.
;; (map-in-order car '((1 . a) (2 . b))) => (1 2)
(define map-in-order map)

;; (map! procedure list ...) -> list
;; As map, but the results are stored in the pairs of the first list.
;; (map! - (list 1 2)) => (-1 -2)
(define map!
  (case-lambda
    ((procedure list)
     (let loop ((rest list))
       (if (pair? rest)
           (begin
             (set-car! rest (procedure (car rest)))
             (loop (cdr rest)))
           (begin
             (%check-list-end 'map! 1 rest)
             list))))
    ((procedure . lists) (apply map procedure lists))))

;; (append-map procedure list ...) -> object
;; (append-map! procedure list ...) -> object
;; The results of procedure, which are lists, appended.
;; (append-map (lambda (x) (list x (- x))) '(1 3)) => (1 -1 3 -3)
;; (append-map! list '(1 2) '(a b)) => (1 a 2 b)
(define append-map
  (case-lambda
    ((procedure list) (concatenate (map procedure list)))
    ((procedure . lists) (concatenate (apply map procedure lists)))))

(define append-map!
  (case-lambda
    ((procedure list) (concatenate! (map procedure list)))
    ((procedure . lists) (concatenate! (apply map procedure lists)))))

;; (pair-for-each procedure list ...)
;; Calls procedure with the pairs from the first to the last; it may change their cdrs.
;; (let ((seen '())) (pair-for-each (lambda (pair) (set! seen (cons pair seen))) '(1 2)) seen) => ((2) (1 2))
(define pair-for-each
  (case-lambda
    ((procedure list)
     (let loop ((rest list))
       (if (pair? rest)
           (let ((next (cdr rest)))
             (procedure rest)
             (loop next)))))
    ((procedure . lists)
     (let loop ((lists lists))
       (if (not (ended? lists))
           (let ((next (cdrs lists)))
             (apply procedure lists)
             (loop next)))))))

;; (filter-map procedure list ...) -> list
;; The list of the results that are true.
;; (filter-map (lambda (x) (and (odd? x) (* x x))) '(1 2 3)) => (1 9)
(define filter-map
  (case-lambda
    ((procedure list)
     (let loop ((rest list) (results '()))
       (if (pair? rest)
           (let ((result (procedure (car rest))))
             (loop (cdr rest) (if result (cons result results) results)))
           (begin
             (%check-list-end 'filter-map 1 rest)
             (reverse! results)))))
    ((procedure . lists)
     (let loop ((lists lists) (results '()))
       (if (ended? lists)
           (reverse! results)
           (let ((result (apply procedure (cars lists '()))))
             (loop (cdrs lists) (if result (cons result results) results))))))))

;; (count satisfied? list ...) -> exact integer
;; The number of places whose elements satisfy.
;; (count even? '(1 2 4)) => 2
;; (count < '(1 5) '(2 3)) => 1
(define count
  (case-lambda
    ((satisfied? list)
     (let loop ((rest list) (n 0))
       (cond ((not (pair? rest)) (%check-list-end 'count 1 rest) n)
             ((satisfied? (car rest)) (loop (cdr rest) (+ n 1)))
             (else (loop (cdr rest) n)))))
    ((satisfied? . lists)
     (let loop ((lists lists) (n 0))
       (cond ((ended? lists) n)
             ((apply satisfied? (cars lists '())) (loop (cdrs lists) (+ n 1)))
             (else (loop (cdrs lists) n)))))))
