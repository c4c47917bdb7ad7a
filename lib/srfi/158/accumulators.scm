;;; SRFI 158: accumulators.

;; (make-accumulator combine seed finish) -> accumulator
;; Keeps (combine object state), and gives (finish state) for an end-of-file object.
;; (let ((a (make-accumulator + 0 -))) (a 1) (a 2) (a (eof-object))) => -3
(define (make-accumulator combine seed finish)
  (let ((state seed))
    (lambda (object)
      (if (eof-object? object)
          (finish state)
          (set! state (combine object state))))))

;; (count-accumulator) -> accumulator
;; (sum-accumulator) -> accumulator
;; (product-accumulator) -> accumulator
;; The number, the sum, the product of the objects.
;; (let ((a (sum-accumulator))) (a 1) (a 2) (a (eof-object))) => 3
(define (count-accumulator) (make-accumulator (lambda (object n) (+ n 1)) 0 values))
(define (sum-accumulator) (make-accumulator + 0 values))
(define (product-accumulator) (make-accumulator * 1 values))

;; (list-accumulator) -> accumulator
;; (reverse-list-accumulator) -> accumulator
;; (vector-accumulator) -> accumulator
;; (reverse-vector-accumulator) -> accumulator
;; (string-accumulator) -> accumulator
;; (bytevector-accumulator) -> accumulator
;; The objects in a new list, vector, string or bytevector; with reverse- the last one first.
;; (let ((a (list-accumulator))) (a 1) (a 2) (a (eof-object))) => (1 2)
;; (let ((a (reverse-vector-accumulator))) (a 1) (a 2) (a (eof-object))) => #(2 1)
(define (list-accumulator) (make-accumulator cons '() reverse))
(define (reverse-list-accumulator) (make-accumulator cons '() values))
(define (vector-accumulator) (make-accumulator cons '() (lambda (objects) (list->vector (reverse objects)))))
(define (reverse-vector-accumulator) (make-accumulator cons '() list->vector))
(define (string-accumulator) (make-accumulator cons '() (lambda (chars) (list->string (reverse chars)))))

(define (bytevector-accumulator)
  (make-accumulator cons '()
                    (lambda (bytes)
                      (let ((result (make-bytevector (length bytes))))
                        (let loop ((i (- (length bytes) 1)) (rest bytes))
                          (if (pair? rest)
                              (begin
                                (bytevector-u8-set! result i (car rest))
                                (loop (- i 1) (cdr rest)))
                              result))))))

;; (vector-accumulator! vector at) -> accumulator
;; (bytevector-accumulator! bytevector at) -> accumulator
;; Stores the objects from `at` on, and gives the vector or bytevector.
;; (let ((a (vector-accumulator! (vector 0 0) 1))) (a 7) (a (eof-object))) => #(0 7)
(define (vector-accumulator! vector at)
  (make-accumulator (lambda (object i) (vector-set! vector i object) (+ i 1)) at (lambda (i) vector)))
(define (bytevector-accumulator! bytevector at)
  (make-accumulator (lambda (byte i) (bytevector-u8-set! bytevector i byte) (+ i 1)) at (lambda (i) bytevector)))
