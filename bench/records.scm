;;; records: shapes as records, areas through a table of procedures chosen by the kind of record.
;;; group: records
(import (scheme base) (scheme write))

(define-record-type circle (make-circle radius) circle? (radius circle-radius))
(define-record-type square (make-square side) square? (side square-side set-square-side!))
(define-record-type box (make-box width height) box? (width box-width) (height box-height set-box-height!))

(define (area shape)
  (cond ((circle? shape) (* 3 (circle-radius shape) (circle-radius shape)))
        ((square? shape) (* (square-side shape) (square-side shape)))
        ((box? shape) (* (box-width shape) (box-height shape)))
        (else (error "no shape" shape))))

(define (make-shapes n)
  (let ((shapes (make-vector n)))
    (do ((i 0 (+ i 1)))
        ((= i n) shapes)
      (vector-set! shapes i
                   (case (remainder i 3)
                     ((0) (make-circle (remainder i 10)))
                     ((1) (make-square (remainder i 20)))
                     (else (make-box (remainder i 5) (remainder i 7))))))))

(define (grow! shape)
  (cond ((square? shape) (set-square-side! shape (remainder (+ 1 (square-side shape)) 20)))
        ((box? shape) (set-box-height! shape (remainder (+ 1 (box-height shape)) 7)))))

(define (total-area shapes)
  (let ((n (vector-length shapes)))
    (let loop ((i 0) (total 0))
      (if (= i n)
          total
          (begin
            (grow! (vector-ref shapes i))
            (loop (+ i 1) (+ total (area (vector-ref shapes i)))))))))

(define (run rounds)
  (let ((shapes (make-shapes 3000)))
    (let loop ((i 0) (total 0))
      (if (= i rounds) total (loop (+ i 1) (+ total (total-area shapes)))))))

(write (run 20000))
(newline)
;; => 4300000010
