;;; A procedure whose code is too large to be optimised within a second is made fast, and answers as ever: a machine with a
;;; hundred states, whose variables hold numbers of each kind.
;; proves: L6
;; Built programs have it optimised, which takes seconds.
;; skip: aot
(import (scheme base) (scheme write))

(define-syntax define-machine
  (syntax-rules ()
    ((_ (name count) k ...)
     (define (name text)
       (let loop ((i 0) (state 0) (a 0) (b 1.0) (c '()) (d 0))
         (if (= i (string-length text))
             (list state a b (length c) d)
             (let ((character (string-ref text i)))
               (case state
                 ((k)
                  (if (char<? character #\m)
                      (loop (+ i 1) (modulo (+ (* k 7) 1) count) (+ a k) (* b 1.5) (cons character c) d)
                      (loop (+ i 1) (modulo (+ (* k 3) 5) count) a (+ b a) c (+ d k))))
                 ...
                 (else 'no-state)))))))))

(define-machine (run 100)
          0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36
          37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69
          70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 99)

(define (text-of n)
  (let ((text (make-string n #\a)))
    (do ((i 0 (+ i 1))) ((= i n) text)
      (if (= 0 (modulo i 3)) (string-set! text i #\z)))))

(do ((i 0 (+ i 1))) ((= i 30)) (run (text-of 50)))
(write (run (text-of 20)))
(newline)                                                   ;; => (20 547 19429.367065429688 13 195)
(write (run (text-of 200)))
(newline)                                                   ;; => (20 6487 2.732116030666822e25 133 2865)
