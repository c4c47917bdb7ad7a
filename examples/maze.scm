;;; A maze generator and solver.  The maze is carved by a depth-first walk with a random number generator of its own, so
;;; that every system draws the same maze; the solver is a breadth-first search.
(import (scheme base) (scheme write))

;;; Random numbers: a linear congruential generator modulo 2^31 (the constants of ANSI C's example).

(define (make-random seed)
  (let ((state seed))
    (lambda (limit)
      (set! state (modulo (+ (* state 1103515245) 12345) 2147483648))
      (modulo (quotient state 65536) limit))))

;; A fresh list with the items in random order (Fisher and Yates, on a vector).
(define (shuffle items random)
  (let ((v (list->vector items)))
    (let loop ((i (- (vector-length v) 1)))
      (when (> i 0)
        (let* ((j (random (+ i 1)))
               (kept (vector-ref v i)))
          (vector-set! v i (vector-ref v j))
          (vector-set! v j kept)
          (loop (- i 1)))))
    (vector->list v)))

;;; The maze: a grid of characters in which rooms stand at odd coordinates and walls between them.

(define-record-type maze
  (make-maze width height grid)
  maze?
  (width maze-width)
  (height maze-height)
  (grid maze-grid))

(define wall #\#)
(define open #\space)
(define path #\.)

(define (new-maze rooms-across rooms-down)
  (let ((width (+ 1 (* 2 rooms-across)))
        (height (+ 1 (* 2 rooms-down))))
    (make-maze width height (vector-map (lambda (row) (make-string width wall)) (make-vector height #f)))))

(define (maze-ref m x y) (string-ref (vector-ref (maze-grid m) y) x))
(define (maze-set! m x y c) (string-set! (vector-ref (maze-grid m) y) x c))
(define (inside? m x y) (and (< 0 x (maze-width m)) (< 0 y (maze-height m))))
(define (is? m x y c) (char=? (maze-ref m x y) c))

(define directions '((0 . -1) (1 . 0) (0 . 1) (-1 . 0)))

;; Carves passages from room (x, y) until every room has been reached exactly once.
(define (carve! m x y random)
  (maze-set! m x y open)
  (for-each
   (lambda (direction)
     (let* ((dx (car direction))
            (dy (cdr direction))
            (next-x (+ x dx dx))
            (next-y (+ y dy dy)))
       (when (and (inside? m next-x next-y) (is? m next-x next-y wall))
         (maze-set! m (+ x dx) (+ y dy) open)
         (carve! m next-x next-y random))))
   (shuffle directions random)))

(define (generate rooms-across rooms-down seed)
  (let ((m (new-maze rooms-across rooms-down)))
    (carve! m 1 1 (make-random seed))
    m))

;;; A queue as a pair of lists

(define (make-queue) (cons '() '()))
(define (queue-empty? q) (and (null? (car q)) (null? (cdr q))))
(define (enqueue! q item) (set-cdr! q (cons item (cdr q))))
(define (dequeue! q)
  (when (null? (car q))
    (set-car! q (reverse (cdr q)))
    (set-cdr! q '()))
  (let ((item (caar q)))
    (set-car! q (cdar q))
    item))

;;; The solver

;; The shortest path from (1, 1) to the far corner as a list of (x . y), or #f.
(define (solve m)
  (let* ((goal-x (- (maze-width m) 2))
         (goal-y (- (maze-height m) 2))
         (visited (make-vector (* (maze-width m) (maze-height m)) #f))
         (frontier (make-queue)))
    (define (visit! x y trail)
      (let ((index (+ x (* y (maze-width m)))))
        (unless (or (is? m x y wall) (vector-ref visited index))
          (vector-set! visited index #t)
          (enqueue! frontier (cons (cons x y) trail)))))
    (visit! 1 1 '())
    (let search ()
      (if (queue-empty? frontier)
          #f
          (let* ((trail (dequeue! frontier))
                 (x (caar trail))
                 (y (cdar trail)))
            (if (and (= x goal-x) (= y goal-y))
                (reverse trail)
                (begin
                  (for-each (lambda (d) (visit! (+ x (car d)) (+ y (cdr d)) trail)) directions)
                  (search))))))))

(define (mark! m trail)
  (for-each (lambda (place) (maze-set! m (car place) (cdr place) path)) trail))

(define (draw m)
  (vector-for-each (lambda (row) (write-string row) (newline)) (maze-grid m)))

;; Dead ends are rooms with a single way out.
(define (count-dead-ends m)
  (let ((count 0))
    (do ((y 1 (+ y 2))) ((>= y (maze-height m)) count)
      (do ((x 1 (+ x 2))) ((>= x (maze-width m)))
        (let ((ways (let loop ((ds directions) (ways 0))
                      (cond ((null? ds) ways)
                            ((is? m (+ x (caar ds)) (+ y (cdar ds)) wall) (loop (cdr ds) ways))
                            (else (loop (cdr ds) (+ ways 1)))))))
          (when (= ways 1) (set! count (+ count 1))))))))

(define small (generate 12 6 2026))
(define solution (solve small))
(define dead-ends (count-dead-ends small))
(mark! small solution)
(draw small)
(display (list 'path (length solution) 'dead-ends dead-ends))
(newline)

(define large (generate 60 40 7))
(display (list 'large-path (length (solve large)) 'dead-ends (count-dead-ends large)))
(newline)
;; => #########################
;; => #.#  .......#  .....#...#
;; => #.###.#####.# #.###.#.#.#
;; => #...#.....#.# #...#...#.#
;; => ###.#####.#.### #.#####.#
;; => # #...#...#...# #.....#.#
;; => # ###.#.#####.#######.#.#
;; => #   #...#   #.........#.#
;; => ### ####### ###########.#
;; => #             #     #...#
;; => # ############# ### #.###
;; => #                 #  ...#
;; => #########################
;; => (path 85 dead-ends 9)
;; => (large-path 1753 dead-ends 233)
