;;; Standard procedures that call a procedure on the elements of sequences.  All of them go from left to right, end with
;;; the shortest argument, and may be re-entered: no result that a continuation has seen is changed afterwards.

;; True if one of the lists has ended.
(define (any-null? lists)
  (and (pair? lists)
       (or (not (pair? (car lists))) (any-null? (cdr lists)))))

(define (map1 procedure list)
  (let loop ((rest list) (results '()))
    (if (pair? rest)
        (loop (cdr rest) (cons (procedure (car rest)) results))
        (begin
          (%check-list-end 'map 1 rest)
          (reverse results)))))

;; (map procedure list1 list2 ...) is the list of the results.
;; (map + '(1 2) '(10 20)) => (11 22)
(define map
  (case-lambda
    ((procedure list) (map1 procedure list))
    ((procedure list1 list2)
     (let loop ((rest1 list1) (rest2 list2) (results '()))
       (if (and (pair? rest1) (pair? rest2))
           (loop (cdr rest1) (cdr rest2) (cons (procedure (car rest1) (car rest2)) results))
           (reverse results))))
    ((procedure . lists)
     (let loop ((lists lists) (results '()))
       (if (any-null? lists)
           (reverse results)
           (loop (map1 cdr lists) (cons (apply procedure (map1 car lists)) results)))))))

;; (for-each procedure list1 list2 ...) calls procedure for its effects.
;; (for-each display '(1 2 3)) prints 123
(define for-each
  (case-lambda
    ((procedure list)
     (let loop ((rest list))
       (if (pair? rest)
           (begin
             (procedure (car rest))
             (loop (cdr rest)))
           (%check-list-end 'for-each 1 rest))))
    ((procedure list1 list2)
     (let loop ((rest1 list1) (rest2 list2))
       (if (and (pair? rest1) (pair? rest2))
           (begin
             (procedure (car rest1) (car rest2))
             (loop (cdr rest1) (cdr rest2)))
           (%unspecified))))
    ((procedure . lists)
     (let loop ((lists lists))
       (if (any-null? lists)
           (%unspecified)
           (begin
             (apply procedure (map1 car lists))
             (loop (map1 cdr lists))))))))

(define (shortest length-of first rest)
  (let loop ((end (length-of first)) (rest rest))
    (if (null? rest)
        end
        (loop (min end (length-of (car rest))) (cdr rest)))))

;; The results of calling procedure on the i-th elements, as a list, for i below the shortest length.
(define (indexed-results ref procedure first others end)
  (let loop ((i 0) (results '()))
    (if (= i end)
        (reverse results)
        (loop (+ i 1)
              (cons (apply procedure (ref first i) (map1 (lambda (other) (ref other i)) others)) results)))))

;; The vector of the elements of a list of this length, the last one first.
(define (reversed-vector list length)
  (let ((result (make-vector length)))
    (let loop ((i length) (rest list))
      (if (pair? rest)
          (let ((i (- i 1)))
            (vector-set! result i (car rest))
            (loop i (cdr rest)))
          result))))

;; (vector-map procedure vector1 vector2 ...) is the vector of the results.
;; (vector-map * #(1 2) #(3 4)) => #(3 8)
(define vector-map
  (case-lambda
    ((procedure vector)
     (let ((end (vector-length vector)))
       (let loop ((i 0) (results '()))
         (if (= i end)
             (reversed-vector results end)
             (loop (+ i 1) (cons (procedure (vector-ref vector i)) results))))))
    ((procedure vector1 vector2)
     (let ((end (min (vector-length vector1) (vector-length vector2))))
       (let loop ((i 0) (results '()))
         (if (= i end)
             (reversed-vector results end)
             (loop (+ i 1) (cons (procedure (vector-ref vector1 i) (vector-ref vector2 i)) results))))))
    ((procedure vector . others)
     (list->vector
      (indexed-results vector-ref procedure vector others (shortest vector-length vector others))))))

;; (vector-for-each procedure vector1 vector2 ...)
;; It is for-each over the elements of vectors.
;; (vector-for-each display #(1 2)) prints 12
(define vector-for-each
  (case-lambda
    ((procedure vector)
     (let ((end (vector-length vector)))
       (let loop ((i 0))
         (if (= i end)
             (%unspecified)
             (begin
               (procedure (vector-ref vector i))
               (loop (+ i 1)))))))
    ((procedure vector . others)
     (indexed-results vector-ref procedure vector others (shortest vector-length vector others))
     (%unspecified))))

;; (string-map procedure string1 string2 ...) is the string of the resulting characters.
;; (string-map char-upcase "abc") => "ABC"
(define string-map
  (case-lambda
    ((procedure string)
     (let ((end (string-length string)))
       (let loop ((i 0) (results '()))
         (if (= i end)
             (list->string (reverse results))
             (loop (+ i 1) (cons (procedure (string-ref string i)) results))))))
    ((procedure string . others)
     (list->string
      (indexed-results string-ref procedure string others (shortest string-length string others))))))

;; (string-for-each procedure string1 string2 ...)
;; It is for-each over the characters of strings.
;; (string-for-each (lambda (c) (write c)) "ab") prints #\a#\b
(define string-for-each
  (case-lambda
    ((procedure string)
     (let ((end (string-length string)))
       (let loop ((i 0))
         (if (= i end)
             (%unspecified)
             (begin
               (procedure (string-ref string i))
               (loop (+ i 1)))))))
    ((procedure string . others)
     (indexed-results string-ref procedure string others (shortest string-length string others))
     (%unspecified))))

;; (member object list [same?]) is the first sublist whose car is object, or #f.
;; (member 2.0 '(1 2 3) =) => (2 3)
(define member
  (case-lambda
    ((object list) (%member object list))
    ((object list same?)
     (let loop ((rest list))
       (and (pair? rest)
            (if (same? object (car rest)) rest (loop (cdr rest))))))))

;; (assoc object alist [same?]) is the first pair whose car is object, or #f.
;; (assoc "b" '(("a" . 1) ("b" . 2))) => ("b" . 2)
(define assoc
  (case-lambda
    ((object alist) (%assoc object alist))
    ((object alist same?)
     (let loop ((rest alist))
       (and (pair? rest)
            (if (same? object (caar rest)) (car rest) (loop (cdr rest))))))))
