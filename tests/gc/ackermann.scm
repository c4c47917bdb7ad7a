;;; Ackermann's function in full depth on tier 1.
;; proves: R6
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress asan     (eleven million calls)
;; timeout: 60
(import (scheme base) (scheme write))
(define (ack m n) (cond ((= m 0) (+ n 1)) ((= n 0) (ack (- m 1) 1)) (else (ack (- m 1) (ack m (- n 1))))))
(write (list (ack 3 5) (ack 3 7) (ack 3 9)))
(newline)                                                  ;; => (253 1021 4093)
