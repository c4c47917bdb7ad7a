;;; nqueens: all solutions of the n-queens puzzle, counted with lists.
;;; group: lists
(import (scheme base) (scheme write))

(define (iota1 n)
  (let loop ((i n) (all '()))
    (if (= i 0) all (loop (- i 1) (cons i all)))))

(define (ok? row distance placed)
  (or (null? placed)
      (and (not (= (car placed) (+ row distance)))
           (not (= (car placed) (- row distance)))
           (ok? row (+ distance 1) (cdr placed)))))

(define (try candidates rest placed)
  (if (null? candidates)
      (if (null? rest) 1 0)
      (+ (if (ok? (car candidates) 1 placed)
             (try (append (cdr candidates) rest) '() (cons (car candidates) placed))
             0)
         (try (cdr candidates) (cons (car candidates) rest) placed))))

(write (try (iota1 13) '() '()))
(newline)
;; => 73712
