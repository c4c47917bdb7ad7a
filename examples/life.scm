;;; Conway's game of life on a torus held in bytevectors.  Rules: a live cell with two or three live neighbours stays,
;;; an empty one with three is born.
(import (scheme base) (scheme write))

(define-record-type world
  (make-world width height cells)
  world?
  (width world-width)
  (height world-height)
  (cells world-cells))

(define (empty-world width height)
  (make-world width height (make-bytevector (* width height) 0)))

(define (cell-index world x y)
  (+ (modulo x (world-width world))
     (* (world-width world) (modulo y (world-height world)))))

(define (cell world x y)
  (bytevector-u8-ref (world-cells world) (cell-index world x y)))

(define (set-cell! world x y state)
  (bytevector-u8-set! (world-cells world) (cell-index world x y) state))

;; Places the picture, a list of strings in which * is a live cell, with its corner at (left, top).
(define (place! world picture left top)
  (let rows ((rest picture) (y top))
    (unless (null? rest)
      (let ((row (car rest)))
        (do ((i 0 (+ i 1)))
            ((= i (string-length row)))
          (when (char=? (string-ref row i) #\*)
            (set-cell! world (+ left i) y 1))))
      (rows (cdr rest) (+ y 1)))))

(define (neighbours world x y)
  (+ (cell world (- x 1) (- y 1)) (cell world x (- y 1)) (cell world (+ x 1) (- y 1))
     (cell world (- x 1) y) (cell world (+ x 1) y)
     (cell world (- x 1) (+ y 1)) (cell world x (+ y 1)) (cell world (+ x 1) (+ y 1))))

(define (next-state alive count)
  (cond ((= count 3) 1)
        ((= count 2) alive)
        (else 0)))

(define (step world)
  (let* ((width (world-width world))
         (height (world-height world))
         (next (empty-world width height)))
    (do ((y 0 (+ y 1)))
        ((= y height) next)
      (do ((x 0 (+ x 1)))
          ((= x width))
        (set-cell! next x y (next-state (cell world x y) (neighbours world x y)))))))

(define (steps world count)
  (if (= count 0)
      world
      (steps (step world) (- count 1))))

(define (population world)
  (let ((cells (world-cells world)))
    (do ((i 0 (+ i 1))
         (total 0 (+ total (bytevector-u8-ref cells i))))
        ((= i (bytevector-length cells)) total))))

(define (same? a b)
  (equal? (world-cells a) (world-cells b)))

;; The number of generations after which the world is first as it was, up to `limit`; #f if it never is.
(define (period world limit)
  (let loop ((current (step world)) (count 1))
    (cond ((same? world current) count)
          ((= count limit) #f)
          (else (loop (step current) (+ count 1))))))

(define (draw world)
  (do ((y 0 (+ y 1)))
      ((= y (world-height world)))
    (do ((x 0 (+ x 1)))
        ((= x (world-width world)) (newline))
      (write-char (if (= (cell world x y) 1) #\* #\.)))))

(define (world-with picture width height left top)
  (let ((world (empty-world width height)))
    (place! world picture left top)
    world))

(define blinker '("***"))
(define glider '(".*." "..*" "***"))
(define toad '(".***" "***."))
(define pentadecathlon '("..*....*.." "**.****.**" "..*....*.."))
(define r-pentomino '(".**" "**." ".*."))
(define acorn '(".*....." "...*..." "**..***"))

(define (report name world limit)
  (display name)
  (display ": population ")
  (display (population world))
  (display ", period ")
  (display (period world limit))
  (newline))

(report "blinker" (world-with blinker 5 5 1 2) 10)
;; => blinker: population 3, period 2
(report "toad" (world-with toad 6 6 1 2) 10)
;; => toad: population 6, period 2
(report "pentadecathlon" (world-with pentadecathlon 18 11 4 4) 20)
;; => pentadecathlon: population 12, period 15
(report "glider on a torus of 8" (world-with glider 8 8 0 0) 40)
;; => glider on a torus of 8: population 5, period 32

(draw (steps (world-with glider 8 6 0 0) 8))
;; => ........
;; => ........
;; => ...*....
;; => ....*...
;; => ..***...
;; => ........

(define busy (steps (world-with r-pentomino 64 48 30 22) 120))
(display (list 'r-pentomino-after-120 (population busy)))
(newline)
(define long (steps (world-with acorn 64 48 28 22) 100))
(display (list 'acorn-after-100 (population long)))
(newline)
;; => (r-pentomino-after-120 148)
;; => (acorn-after-100 76)
