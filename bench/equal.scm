;;; equal: deep structures built and compared with equal?, and searched with member and assoc.
;;; group: lists
(import (scheme base) (scheme write))

(define (tree depth seed)
  (if (= depth 0)
      (vector seed (number->string seed) (list seed #\a 1.5))
      (cons (tree (- depth 1) (* 2 seed)) (tree (- depth 1) (+ 1 (* 2 seed))))))

(define a (tree 12 1))
(define b (tree 12 1))
(define leaves
  (let walk ((t a) (rest '()))
    (if (vector? t) (cons t rest) (walk (car t) (walk (cdr t) rest)))))

(define (run n)
  (let loop ((i 0) (found 0))
    (if (= i n)
        found
        (loop (+ i 1)
              (+ found
                 (if (equal? a b) 1 0)
                 (length (member (vector 4196 "4196" (list 4196 #\a 1.5)) leaves)))))))

(write (run 2000))
(newline)
;; => 7994000
