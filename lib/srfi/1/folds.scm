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

;; (fold combine seed list ...) is (combine en ... (combine e1 seed)).
(define fold
  (case-lambda
    ((combine seed list)
     (let loop ((rest list) (result seed))
       (if (pair? rest)
           (loop (cdr rest) (combine (car rest) result))
           (begin
             (check-end "fold" 2 rest)
             result))))
    ((combine seed a b)
     (let loop ((a a) (b b) (result seed))
       (if (and (pair? a) (pair? b))
           (loop (cdr a) (cdr b) (combine (car a) (car b) result))
           result)))
    ((combine seed . lists)
     (let loop ((lists lists) (result seed))
       (if (ended? lists)
           result
           (loop (cdrs lists) (apply combine (cars lists (list result)))))))))

;; The lists of the i-th elements, the last first.
(define (reversed-rows lists)
  (let loop ((lists lists) (rows '()))
    (if (ended? lists) rows (loop (cdrs lists) (cons (cars lists '()) rows)))))

;; (fold-right combine seed list ...) is (combine e1 ... (combine en seed)).
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

;; (pair-fold combine seed list ...) is fold over the pairs in place of the elements; combine may change their cdrs.
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

;; (pair-fold-right combine seed list ...) is fold-right over the pairs.
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

;; (reduce combine right-identity list) is fold with the first element for a seed.
(define (reduce combine right-identity list)
  (if (pair? list) (fold combine (car list) (cdr list)) right-identity))

;; (reduce-right combine right-identity list) is (combine e1 ... (combine en-1 en)).
(define (reduce-right combine right-identity list)
  (if (pair? list)
      (let ((reversed (reverse list))) (fold combine (car reversed) (cdr reversed)))
      right-identity))

;; (unfold stop? element next seed [tail]) is the list of (element seed) for seed, (next seed), ... until stop?, before
;; what (tail seed) gives.
(define unfold
  (case-lambda
    ((stop? element next seed) (unfold stop? element next seed (lambda (seed) '())))
    ((stop? element next seed tail)
     (let loop ((seed seed) (reversed '()))
       (if (stop? seed)
           (append-reverse reversed (tail seed))
           (let ((made (element seed)))
             (loop (next seed) (cons made reversed))))))))
(define unfold-right
  (case-lambda
    ((stop? element next seed) (unfold-right stop? element next seed '()))
    ((stop? element next seed tail)
     (let loop ((seed seed) (result tail))
       (if (stop? seed) result (loop (next seed) (cons (element seed) result)))))))

;; (map-in-order procedure list ...) is map, which goes from left to right anyway.
(define map-in-order map)

;; (map! procedure list ...) is map, but stores the results in the pairs of the first list.
(define map!
  (case-lambda
    ((procedure list)
     (let loop ((rest list))
       (if (pair? rest)
           (begin
             (set-car! rest (procedure (car rest)))
             (loop (cdr rest)))
           (begin
             (check-end "map!" 1 rest)
             list))))
    ((procedure . lists) (apply map procedure lists))))

;; (append-map procedure list ...) appends the results.
(define (append-map procedure first . others)
  (concatenate (if (null? others) (map procedure first) (apply map procedure first others))))

;; (append-map! procedure list ...) is append-map, but may change the results of procedure.
(define (append-map! procedure first . others)
  (concatenate! (if (null? others) (map procedure first) (apply map procedure first others))))

;; (pair-for-each procedure list ...) calls procedure with the pairs, whose cdrs it may change.
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

;; (filter-map procedure list ...) is the list of the true results.
(define filter-map
  (case-lambda
    ((procedure list)
     (let loop ((rest list) (results '()))
       (if (pair? rest)
           (let ((result (procedure (car rest))))
             (loop (cdr rest) (if result (cons result results) results)))
           (begin
             (check-end "filter-map" 1 rest)
             (reverse! results)))))
    ((procedure . lists)
     (let loop ((lists lists) (results '()))
       (if (ended? lists)
           (reverse! results)
           (let ((result (apply procedure (cars lists '()))))
             (loop (cdrs lists) (if result (cons result results) results))))))))

;; (count satisfied? list ...) is the number of places whose elements satisfy.
(define count
  (case-lambda
    ((satisfied? list)
     (let loop ((rest list) (n 0))
       (cond ((not (pair? rest)) (check-end "count" 1 rest) n)
             ((satisfied? (car rest)) (loop (cdr rest) (+ n 1)))
             (else (loop (cdr rest) n)))))
    ((satisfied? . lists)
     (let loop ((lists lists) (n 0))
       (cond ((ended? lists) n)
             ((apply satisfied? (cars lists '())) (loop (cdrs lists) (+ n 1)))
             (else (loop (cdrs lists) n)))))))
