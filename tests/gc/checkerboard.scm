;;; Pairs survive where the free places between old pairs are all too small to be worth a survivor's while.
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress (a collection for each of millions of turns, over millions of pairs)
(import (scheme base) (scheme cxr) (scheme write) (tiercel memory))
(define (numbers n) (let loop ((i n) (all '())) (if (= i 0) all (loop (- i 1) (cons i all)))))
(define all (numbers 300000))
(define ballast (map numbers '(300000 300000 300000)))      ; leaves free blocks, which are filled first
(collect-garbage)                                           ; old now, one beside the other
(define kept
  (let loop ((l all) (kept '()))
    (if (null? l)
        (list->vector kept)
        (let ((rest (cdddr l)))
          (set-cdr! l '())
          (loop rest (cons l kept))))))
(set! all #f)
(set! ballast #f)
(collect-garbage)                                           ; two of three are gone
(define lists (map (lambda (i) (numbers 100000)) '(1 2 3 4 5 6 7 8)))
(collect-garbage)
(write (apply + (map length lists)))                        ;; => 800000
(newline)
(write (vector-ref kept 0))                                 ;; => (299998)
(newline)
