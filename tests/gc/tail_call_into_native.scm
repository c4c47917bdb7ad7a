;;; A procedure that becomes machine code while it calls itself in tail position: its new frame lies over what its interpreted
;;; one left, and keeps none of it alive.  The list grows behind as it is walked along; only its last pair is needed.
;; options: --heap-limit=64M
;; skip: gc-stress gc-stress-opt=0 asan-gc-stress interrupt-stress interrupt-stress-native gc-stress-native    (millions of polls)
;; skip: jit-fast      (as dead_registers.scm)
(import (scheme base) (scheme write))
(define (follow l k)
  (let ((n (let inner ((i 0) (s 0)) (if (< i 3) (inner (+ i 1) s) s))))
    (set-cdr! l (list k))
    (if (= k 0) n (follow (cdr l) (- k 1)))))
(define procedures (list follow))
(write ((car procedures) (list 1) 5000000))                ;; => 0
(newline)
