;;; The n-queens puzzle three ways: counting by backtracking, the first solution by an escape, and a board drawn in text.
(import (scheme base) (scheme write))

;; A placement is a list of columns, the most recent row first.
;; safe? tells whether a queen in `column` of the next row is attacked by any queen of `placed`.
(define (safe? column placed)
  (let loop ((rest placed) (distance 1))
    (cond ((null? rest) #t)
          ((= (car rest) column) #f)
          ((= (abs (- (car rest) column)) distance) #f)
          (else (loop (cdr rest) (+ distance 1))))))

;; The number of solutions on a board of `size`.
(define (count-solutions size)
  (let place ((row 0) (placed '()))
    (if (= row size)
        1
        (do ((column 0 (+ column 1))
             (total 0 (if (safe? column placed)
                          (+ total (place (+ row 1) (cons column placed)))
                          total)))
            ((= column size) total)))))

;; Calls `visit` with each solution, in lexicographic order of columns from the first row.
(define (for-each-solution visit size)
  (let place ((row 0) (placed '()))
    (if (= row size)
        (visit (reverse placed))
        (do ((column 0 (+ column 1)))
            ((= column size))
          (when (safe? column placed)
            (place (+ row 1) (cons column placed)))))))

;; The first solution, or #f.  The search is left by a continuation as soon as there is one.
(define (first-solution size)
  (call-with-current-continuation
   (lambda (return)
     (for-each-solution return size)
     #f)))

;; All solutions as a list.
(define (all-solutions size)
  (let ((found '()))
    (for-each-solution (lambda (solution) (set! found (cons solution found))) size)
    (reverse found)))

(define (draw-row column size)
  (let ((row (make-string size #\.)))
    (string-set! row column #\Q)
    (string-for-each (lambda (c) (write-char c) (write-char #\space)) row)
    (newline)))

(define (draw solution)
  (let ((size (length solution)))
    (for-each (lambda (column) (draw-row column size)) solution)))

;; The eight symmetries of the square, as functions on solutions given as vectors of columns.
(define (mirror solution)
  (let ((last (- (vector-length solution) 1)))
    (vector-map (lambda (column) (- last column)) solution)))

(define (rotate solution)
  (let* ((size (vector-length solution))
         (result (make-vector size 0)))
    (do ((row 0 (+ row 1)))
        ((= row size) result)
      (vector-set! result (vector-ref solution row) (- size 1 row)))))

(define (symmetries solution)
  (let loop ((turns 0) (current solution) (all '()))
    (if (= turns 4)
        all
        (loop (+ turns 1) (rotate current) (cons current (cons (mirror current) all))))))

;; The number of solutions when those that a symmetry of the board carries into one another count once.
(define (count-distinct size)
  (let loop ((solutions (map list->vector (all-solutions size))) (seen '()) (count 0))
    (cond ((null? solutions) count)
          ((member (car solutions) seen) (loop (cdr solutions) seen count))
          (else (loop (cdr solutions) (append (symmetries (car solutions)) seen) (+ count 1))))))

(define (show . items)
  (for-each display items)
  (newline))

(do ((size 1 (+ size 1)))
    ((> size 8))
  (show size " queens: " (count-solutions size) " solutions, first " (first-solution size)))
;; => 1 queens: 1 solutions, first (0)
;; => 2 queens: 0 solutions, first #f
;; => 3 queens: 0 solutions, first #f
;; => 4 queens: 2 solutions, first (1 3 0 2)
;; => 5 queens: 10 solutions, first (0 2 4 1 3)
;; => 6 queens: 4 solutions, first (1 3 5 0 2 4)
;; => 7 queens: 40 solutions, first (0 2 4 6 1 3 5)
;; => 8 queens: 92 solutions, first (0 4 7 5 2 6 1 3)
(show "distinct for 6: " (count-distinct 6))
;; => distinct for 6: 1
(show "distinct for 8: " (count-distinct 8))
;; => distinct for 8: 12
(draw (first-solution 6))
;; => . Q . . . . 
;; => . . . Q . . 
;; => . . . . . Q 
;; => Q . . . . . 
;; => . . Q . . . 
;; => . . . . Q . 
