;;; binary-trees: many short-lived and one long-lived tree.  Measures allocation and collection.
;;; group: collection
(import (scheme base) (scheme write))

(define (make-tree depth)
  (if (= depth 0)
      (cons '() '())
      (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (check tree)
  (if (null? (car tree))
      1
      (+ 1 (check (car tree)) (check (cdr tree)))))

(define (run-depth depth iterations)
  (do ((i 0 (+ i 1))
       (total 0 (+ total (check (make-tree depth)))))
      ((= i iterations) total)))

(define (run max-depth)
  (let ((long-lived (make-tree max-depth)))
    (do ((depth 4 (+ depth 4)))
        ((> depth max-depth))
      (let ((iterations (expt 2 (- (+ max-depth 4) depth))))
        (write (list iterations depth (run-depth depth iterations)))
        (newline)))
    (write (check long-lived))
    (newline)))

(run 20)
;; => (1048576 4 32505856)
;; => (65536 8 33488896)
;; => (4096 12 33550336)
;; => (256 16 33554176)
;; => (16 20 33554416)
;; => 2097151
