;;; Collection at every poll while values are only in machine registers, in frames of native code, on their way to a callee,
;;; or reached by pointers into the middle of an object and to its end.
;; proves: O16
;; assertions
;; options: --gc-stress --jit-threshold=0
;; timeout: 120
;; skip: asan asan-gc-stress tsan                  (native code is not instrumented; minutes there)
(import (scheme base) (scheme write) (tiercel memory) (tiercel-test assert))

;; A procedure that polls at its entry and leaves garbage behind, so that something dead is poisoned and used again.
(define (churn n) (if (= n 0) '() (cons (make-vector 3 n) (churn (- n 1)))))
(define (poll x) (churn 2) x)

;; Eight values across calls: more than there are registers that survive calls, so that both registers and stack hold some.
(define (eight)
  (let* ((a (list 1)) (b (vector 2)) (c (string-copy "3")) (d (list 4 4)) (e (vector 5 5)) (f (list 6)) (g (vector 7))
         (h (bytevector 8)))
    (churn 3)
    (let ((x (poll (list a b))))
      (churn 3)
      (list x c d e f g h))))
(test '(((1) #(2)) "3" (4 4) #(5 5) (6) #(7) #u8(8)) (eight))

;; The same in a loop whose variables change places.
(define (rotate n)
  (let loop ((i 0) (a (list 'a)) (b (vector 'b)) (c (string #\c)) (d (list 'd 'd)))
    (if (= i n)
        (list a b c d)
        (loop (+ i 1) (poll b) (poll c) (poll d) (poll a)))))
(test '((a) #(b) "c" (d d)) (rotate 8))
(test '(#(b) "c" (d d) (a)) (rotate 5))

;; Elements of something that only the loop refers to, forwards (the last pointer is one past the end) and backwards.
(define (sum-up n)
  (let ((v (make-vector n 1)))
    (let loop ((i 0) (sum 0))
      (if (< i (vector-length v)) (loop (+ i 1) (+ sum (poll (vector-ref v i)))) sum))))
(define (sum-down n)
  (let ((v (make-vector n 1)))
    (let loop ((i (- n 1)) (sum 0))
      (if (>= i 0) (loop (- i 1) (+ sum (poll (vector-ref v i)))) sum))))
(define (sum-bytes n)
  (let ((b (make-bytevector n 1)))
    (let loop ((i 0) (sum 0))
      (if (< i (bytevector-length b)) (loop (+ i 1) (+ sum (poll (bytevector-u8-ref b i)))) sum))))
(define (count-characters n)
  (let ((s (make-string n #\x)))
    (let loop ((i 0) (count 0))
      (if (< i (string-length s)) (loop (+ i 1) (if (char=? (poll (string-ref s i)) #\x) (+ count 1) count)) count))))
(test 60 (sum-up 60))
(test 60 (sum-down 60))
(test 60 (sum-bytes 60))
(test 60 (count-characters 60))

;; Stores into an object of which nothing but the address of the element may be left when the value has been made.
(define (fill n)
  (let ((v (make-vector n #f)))
    (do ((i 0 (+ i 1))) ((= i n) v) (vector-set! v i (list (poll i))))))
(test '#((0) (1) (2) (3)) (fill 4))
(test 40 (vector-length (fill 40)))

;; Lists: the pair before is dead when its cdr is followed.
(define (walk list) (let loop ((rest list) (count 0)) (if (pair? rest) (begin (poll (car rest)) (loop (cdr rest) (+ count 1))) count)))
(test 50 (walk (churn 50)))

;; Arguments on their way: in registers, in the slots of the context, and in a list beyond those.
(define (many a b c d e f g) (churn 2) (list a b c d e f g))
(define (rest . more) (churn 2) more)
(test '((1) (2) (3) (4) (5) (6) (7)) (many (list 1) (list 2) (list 3) (list 4) (list 5) (list 6) (list 7)))
(test '((1) (2) (3) (4) (5) (6) (7) (8) (9))
      (rest (list 1) (list 2) (list 3) (list 4) (list 5) (list 6) (list 7) (list 8) (list 9)))
(define (fifteen a b c d e f g h i j k l m n o) (churn 1) (list a o))
(test '((1) (15)) (fifteen (list 1) 2 3 4 5 6 7 8 9 10 11 12 13 14 (list 15)))
(test '((1) #(2)) (call-with-values (lambda () (values (poll (list 1)) (poll (vector 2)))) list))

;; Boxed numbers that exist nowhere but in a frame.
(define (large n) (if (= n 0) (* 1.5 1e200) (let ((x (* 2.5e300 n))) (churn 1) (- (+ (large (- n 1)) x) x))))
(test #t (real? (large 20)))
(define (big n) (if (= n 0) (expt 10 30) (let ((x (* n (expt 10 25)))) (churn 1) (+ x (big (- n 1))))))
(test (+ (expt 10 30) (* 210 (expt 10 25))) (big 20))

;; Frames that only a continuation holds, and that come back after collections; each holds something of its own.
(define (deep n k) (if (= n 0) (call/cc k) (let ((own (list n))) (poll own) (cons (car own) (deep (- n 1) k)))))
(define (again)
  (let* ((saved #f) (times 0) (result (deep 30 (lambda (k) (set! saved k) '(end)))))
    (churn 3)
    (set! times (+ times 1))
    (if (< times 4) (saved (list times)) (list times (length result) (car result) (list-tail result 29)))))
(test '(4 31 30 (1 3)) (again))

;; A generator: two native stacks of frames, one of them always only a copy.
(define (generate list)
  (define return #f)
  (define (next)
    (call/cc (lambda (r) (set! return r) (for-each (lambda (x) (call/cc (lambda (k) (set! next (lambda () (k #f))) (return x)))) list)
                         (return 'done))))
  (lambda () (call/cc (lambda (r) (set! return r) (next)))))
(define (drain g) (let ((x (g))) (poll x) (if (eq? x 'done) '() (cons x (drain g)))))
(test '((1) (2) (3) (4)) (drain (generate (list (list 1) (list 2) (list 3) (list 4)))))

;; Closures and boxes.
(define (counter) (let ((n (list 0))) (lambda () (set! n (cons (poll (length n)) n)) n)))
(define (call-often f n) (if (= n 1) (f) (begin (f) (call-often f (- n 1)))))
(test '(5 4 3 2 1 0) (call-often (counter) 5))

;; Weak references and guardians see what native frames hold.
(define (held) (let* ((key (list 'key)) (seen (make-vector 1 key))) (collect-garbage) (eq? key (vector-ref seen 0))))
(test #t (held))
(test-end)
