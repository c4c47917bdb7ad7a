;;; SRFI 158: accumulators.

;; (make-accumulator combine seed finish) keeps (combine object state); with an end-of-file object it is (finish state).
(define (make-accumulator combine seed finish)
  (let ((state seed))
    (lambda (object)
      (if (eof-object? object)
          (finish state)
          (set! state (combine object state))))))

;; (count-accumulator) counts; (sum-accumulator) and (product-accumulator) add and multiply.
(define (count-accumulator) (make-accumulator (lambda (object n) (+ n 1)) 0 values))
(define (sum-accumulator) (make-accumulator + 0 values))
(define (product-accumulator) (make-accumulator * 1 values))

;; (list-accumulator), (vector-accumulator), (string-accumulator), (bytevector-accumulator): of all values in order;
;; those with reverse- the other way round.
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

;; (vector-accumulator! vector at), (bytevector-accumulator! bytevector at) store what they get from `at` on.
(define (vector-accumulator! vector at)
  (make-accumulator (lambda (object i) (vector-set! vector i object) (+ i 1)) at (lambda (i) vector)))
(define (bytevector-accumulator! bytevector at)
  (make-accumulator (lambda (byte i) (bytevector-u8-set! bytevector i byte) (+ i 1)) at (lambda (i) bytevector)))
