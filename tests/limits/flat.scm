;;; Overflows in a row use one and the same piece of stack: what the process has in memory does not grow with them.
;; proves: R12
;; options: --stack-limit=64M
;; timeout: 120
;; skip: asan asan-gc-stress gc-stress gc-stress-opt=0 interrupt-stress tsan     (hundreds of times 10^6 frames: minutes there)
(import (scheme base) (scheme file) (scheme read) (scheme write))
(define (endless n) (+ 1 (endless (+ n 1))))
(define (overflows n)
  (let loop ((i 0) (caught 0))
    (if (= i n) caught (loop (+ i 1) (guard (e ((error-object? e) (+ caught 1))) (endless 0))))))
;; Pages in memory, as the kernel counts them.
(define (pages) (call-with-input-file "/proc/self/statm" (lambda (port) (read port) (read port))))
(write (overflows 10))
(newline)
;; => 10
(define before (pages))
(write (overflows 200))
(newline)
;; => 200
(write (< (- (pages) before) 2000))
(newline)
;; => #t
