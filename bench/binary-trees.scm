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

(run 16)
;; => (65536 4 2031616)
;; => (4096 8 2093056)
;; => (256 12 2096896)
;; => (16 16 2097136)
;; => 131071
