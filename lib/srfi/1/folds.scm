;;; SRFI 1: fold, unfold, map and their relatives.  With several lists the shortest ends the walk.

;; The cars and the cdrs of lists that are all pairs; #f #f as soon as one is not.
(define (cars+cdrs lists)
  (let loop ((rest lists) (cars '()) (cdrs '()))
    (cond ((null? rest) (values (reverse! cars) (reverse! cdrs)))
          ((pair? (car rest)) (loop (cdr rest) (cons (caar rest) cars) (cons (cdar rest) cdrs)))
          (else (values #f #f)))))

;; (fold combine seed list ...) is (combine en ... (combine e1 seed)).
(define fold
  (case-lambda
    ((combine seed list)
     (let loop ((rest list) (result seed))
       (if (pair? rest) (loop (cdr rest) (combine (car rest) result)) result)))
    ((combine seed . lists)
     (let loop ((lists lists) (result seed))
       (let-values (((cars cdrs) (cars+cdrs lists)))
         (if cars (loop cdrs (apply combine (append cars (list result)))) result))))))

;; The lists of the i-th elements, in reverse.
(define (reversed-rows lists)
  (let loop ((lists lists) (rows '()))
    (let-values (((cars cdrs) (cars+cdrs lists)))
      (if cars (loop cdrs (cons cars rows)) rows))))

;; (fold-right combine seed list ...) is (combine e1 ... (combine en seed)).
(define fold-right
  (case-lambda
    ((combine seed list)
     (let loop ((rest (reverse list)) (result seed))
       (if (pair? rest) (loop (cdr rest) (combine (car rest) result)) result)))
    ((combine seed . lists)
     (fold (lambda (row result) (apply combine (append row (list result)))) seed (reversed-rows lists)))))

;; (pair-fold combine seed list) is fold over the pairs instead of the elements.
(define (pair-fold combine seed list)
  (let loop ((rest list) (result seed))
    (if (pair? rest)
        (let ((next (cdr rest))) (loop next (combine rest result)))
        result)))
(define (pair-fold-right combine seed list)
  (let ((pairs (pair-fold cons '() list)))
    (fold combine seed pairs)))

;; (reduce combine right-identity list) is fold with the first element for a seed.
(define (reduce combine right-identity list)
  (if (pair? list) (fold combine (car list) (cdr list)) right-identity))
(define (reduce-right combine right-identity list)
  (if (pair? list)
      (let ((reversed (reverse list))) (fold combine (car reversed) (cdr reversed)))
      right-identity))

;; (unfold stop? element next seed [tail]) is the list of (element seed) for seed, (next seed), ... until stop?.
(define unfold
  (case-lambda
    ((stop? element next seed) (unfold stop? element next seed (lambda (seed) '())))
    ((stop? element next seed tail)
     (let loop ((seed seed) (reversed '()))
       (if (stop? seed)
           (append-reverse reversed (tail seed))
           (loop (next seed) (cons (element seed) reversed)))))))
(define unfold-right
  (case-lambda
    ((stop? element next seed) (unfold-right stop? element next seed '()))
    ((stop? element next seed tail)
     (let loop ((seed seed) (result tail))
       (if (stop? seed) result (loop (next seed) (cons (element seed) result)))))))

(define map! map)
(define map-in-order map)

(define (append-map procedure first . others) (concatenate (apply map procedure first others)))
(define append-map! append-map)

(define (pair-for-each procedure list)
  (let loop ((rest list))
    (if (pair? rest)
        (let ((next (cdr rest)))
          (procedure rest)
          (loop next)))))

;; (filter-map procedure list ...) is the list of the true results.
(define (filter-map procedure first . others)
  (filter (lambda (result) result) (apply map procedure first others)))

;; (count satisfied? list ...)
(define count
  (case-lambda
    ((satisfied? list) (fold (lambda (element n) (if (satisfied? element) (+ n 1) n)) 0 list))
    ((satisfied? . lists)
     (fold (lambda (row n) (if (apply satisfied? row) (+ n 1) n)) 0 (reversed-rows lists)))))
