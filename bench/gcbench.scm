;;; gcbench: trees built top-down and bottom-up around a long-lived tree and array, after Ellis, Kovac and Boehm.
;;; group: collection
(import (scheme base) (scheme write))

(define (make-node l r) (vector l r 0 0))
(define (left n) (vector-ref n 0))

(define (tree-size depth) (- (expt 2 (+ depth 1)) 1))

(define (populate! depth node)
  (if (> depth 0)
      (begin
        (vector-set! node 0 (make-node #f #f))
        (vector-set! node 1 (make-node #f #f))
        (populate! (- depth 1) (vector-ref node 0))
        (populate! (- depth 1) (vector-ref node 1)))))

(define (make-tree depth)
  (if (<= depth 0)
      (make-node #f #f)
      (make-node (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (depth-of node)
  (if (left node) (+ 1 (depth-of (left node))) 0))

(define (time-construction depth)
  (let ((iterations (quotient (* 2 (tree-size 20)) (tree-size depth))))
    (do ((i 0 (+ i 1))) ((= i iterations))
      (populate! depth (make-node #f #f)))
    (do ((i 0 (+ i 1))) ((= i iterations))
      (make-tree depth))
    iterations))

(define long-lived (make-node #f #f))
(populate! 16 long-lived)
(define array (make-vector 500000 0.0))
(do ((i 0 (+ i 1))) ((= i 250000)) (vector-set! array i (/ 1.0 (+ i 1))))

(do ((depth 4 (+ depth 2))) ((> depth 16))
  (write (list depth (time-construction depth)))
  (newline))
(write (list (depth-of long-lived) (vector-ref array 999)))
(newline)
;; => (4 135300)
;; => (6 33026)
;; => (8 8208)
;; => (10 2048)
;; => (12 512)
;; => (14 128)
;; => (16 32)
;; => (16 0.001)
