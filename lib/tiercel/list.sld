;;; (tiercel list): the procedures on lists that the prelude and SRFI 1 share, so that a program may import both.
(define-library (tiercel list)
  (import (tiercel core) (tiercel primitives) (tiercel kernel))
  (export filter fold)
  (begin
    (define (ended? lists)
      (and (pair? lists)
           (or (not (pair? (car lists)))
               (ended? (cdr lists)))))

    ;; (filter satisfied? list) -> list
    ;; The elements that satisfy, in order.
    ;; (filter even? '(0 7 8 43 -4)) => (0 8 -4)
    (define (filter satisfied? list)
      (let loop ((rest list) (kept '()))
        (cond ((not (pair? rest)) (%check-list-end 'filter 1 rest) (reverse! kept))
              ((satisfied? (car rest)) (loop (cdr rest) (cons (car rest) kept)))
              (else (loop (cdr rest) kept)))))

    ;; (fold combine seed list ...) -> object
    ;; Computes (combine en ... (combine e1 seed)): each element with the result so far, from the first to the last; of
    ;; several lists the shortest ends the walk.
    ;; (fold cons '() '(1 2 3)) => (3 2 1)
    ;; (fold + 0 '(1 2 3)) => 6
    ;; (fold cons* '() '(a b) '(1 2)) => (b 2 a 1)
    (define fold
      (case-lambda
        ((combine seed list)
         (let loop ((rest list) (result seed))
           (if (pair? rest)
               (loop (cdr rest) (combine (car rest) result))
               (begin
                 (%check-list-end 'fold 2 rest)
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
               (loop (map cdr lists) (apply combine (append (map car lists) (list result)))))))))))
