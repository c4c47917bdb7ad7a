;; Procedures of libraries are machine code before anything was called, and nobody needs the compiler for that.
;; requires: native
;; skip: interp
;; skip: asan asan-gc-stress
;; skip: tsan
;; There libtiercel_native.so compiles the program itself.
;; skip: jit-threshold=0
;; What is emitted as bytecode brings its libraries along, as bytecode.
;; skip: bytecode
(import (scheme base) (scheme file) (scheme write) (tiercel introspect) (tiercel prelude) (srfi 1) (srfi 132))

(define (show x) (write x) (newline))

(define (compiler-is-loaded?)
  (call-with-input-file "/proc/self/maps"
    (lambda (port)
      (let loop ((line (read-line port)))
        (cond ((eof-object? line) #f)
              ((string-contains line "libtiercel_native") #t)
              (else (loop (read-line port))))))))

(show (map current-tier (list map for-each fold assoc member list-sort vector-map string-join dynamic-wind)))
;; => (2 2 2 2 2 2 2 2 2)
(show (list-sort < '(3 1 2)))                           ;; => (1 2 3)
(show (string-join '("a" "b") "-"))                     ;; => "a-b"
(show (call-with-values (lambda () (partition even? '(1 2 3 4))) list))  ;; => ((2 4) (1 3))
(show (compiler-is-loaded?))                            ;; => #f

;; Their frames are told like any other; so is what a program's procedure does below them.
(define (reason thunk)
  (call/cc (lambda (k) (with-exception-handler (lambda (c) (k (error-object-message c))) thunk))))
(show (string? (reason (lambda () (map car '(1))))))    ;; => #t
(show (string? (reason (lambda () (list-sort < '(1 a))))))  ;; => #t

;; A continuation captured in one is entered again.
(define saved #f)
(define count 0)
(show (map (lambda (x) (call/cc (lambda (k) (if (= x 2) (set! saved k)) x))) '(1 2 3)))  ;; => (1 2 3)
(set! count (+ count 1))
(if (< count 3) (saved (* 10 count)))                   ;; => (1 10 3)
;; => (1 20 3)
